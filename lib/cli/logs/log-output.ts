/** What becomes of lines: each gives a text to print, often none, and so does the end. */
export interface LogOutput {
  take: (line: string) => string
  end: () => string
}
