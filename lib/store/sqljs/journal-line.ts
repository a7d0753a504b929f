import { crc32 } from 'node:zlib'

/** What one write did to one document: the line of a journal, and of a snapshot. */
export type Change =
  | { collection: string; key: string; version: number; expiresAt?: number; body: string }
  | { collection: string; key: string; removed: true }

/** A line: the CRC-32 of what follows in eight hexadecimal digits, a space, the change as JSON, a line break. */
export function writeLine(change: Change): string {
  const text = JSON.stringify(change)
  return `${checksum(text)} ${text}\n`
}

/** The change of a line without its break; undefined where the line is damaged. */
export function readLine(line: string): Change | undefined {
  const text = line.slice(9)
  if (line[8] !== ' ' || line.slice(0, 8) !== checksum(text)) return undefined
  return JSON.parse(text) as Change
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0')
