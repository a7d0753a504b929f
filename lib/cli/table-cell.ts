/** A value in a table, on one line: it must not move the terminal's cursor. What is longer than `width` is cut. */
export function toCell(text: string | undefined, width = 40): string {
  if (text === undefined) return ''
  if (text === '') return "''"
  const line = text.replace(/\p{Cc}/gu, '·')
  return line.length > width ? `${line.slice(0, width - 1)}…` : line
}
