import { styleText } from 'node:util'

const { stderr } = process

/** Says on the terminal what is being measured, in one line that is written over. */
export function sayProgress(text: string): void {
  if (stderr.isTTY) stderr.write(`\r\x1b[K${styleText('dim', text.slice(0, (stderr.columns ?? 80) - 1))}`)
  else stderr.write(`${text}\n`)
}

/** Takes the line away, for what is to stay. */
export function clearProgress(): void {
  if (stderr.isTTY) stderr.write('\r\x1b[K')
}
