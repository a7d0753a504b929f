/**
 * Breaks a text into lines of at most 120 characters, between words; a line break in it is a space.
 *
 * @param prefix what each line begins with
 * @example
 * wrapText('the services to run', '# ') // '# the services to run\n'
 */
export function wrapText(text: string, prefix = ''): string {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < 120) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`${prefix}${word}`)
  }
  return lines.map((line) => `${line}\n`).join('')
}
