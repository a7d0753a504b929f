import { closeSync, openSync, readSync } from 'node:fs'
import { type Change, readLine } from './journal-line.ts'

/**
 * What the end of a file may be: `whole`, or damaged by a write that nobody was told of: `unfinished` where the last line
 * has no end, `damaged` where the disk may have kept any part of the last batch.
 */
export type Tail = 'whole' | 'unfinished' | 'damaged'

/**
 * Reads the changes of a file. A tail that it may have is passed over; other damage is lost data.
 *
 * @returns the bytes before the tail
 * @throws where a line is damaged
 */
export function readChanges(path: string, options: { tail: Tail }, take: (change: Change) => void): number {
  let good = 0
  let number = 0
  let damaged: { line: number; tail: Tail } | undefined
  for (const { line, length, whole } of readLines(path)) {
    number++
    const change = whole ? readLine(line) : undefined
    if (change === undefined) damaged ??= { line: number, tail: whole ? 'damaged' : 'unfinished' }
    else if (damaged !== undefined)
      throw new Error(`${path}, line ${damaged.line}: damaged, and whole lines follow. Restore the folder from a copy.`)
    else {
      take(change)
      good += length
    }
  }
  if (damaged !== undefined && options.tail !== 'damaged' && options.tail !== damaged.tail)
    throw new Error(`${path}, line ${damaged.line}: damaged. Restore the folder from a copy.`)
  return good
}

/** The lines of a file, a piece at a time; `length` in bytes with the line break, `whole` where there is one. */
function* readLines(path: string): Generator<{ line: string; length: number; whole: boolean }> {
  const file = openSync(path, 'r')
  try {
    let rest = Buffer.alloc(0)
    const piece = Buffer.alloc(1 << 20)
    for (;;) {
      const read = readSync(file, piece, 0, piece.length, null)
      if (read === 0) break
      rest = Buffer.concat([rest, piece.subarray(0, read)])
      let start = 0
      for (let end = rest.indexOf(10, start); end >= 0; end = rest.indexOf(10, start)) {
        yield { line: rest.toString('utf8', start, end), length: end + 1 - start, whole: true }
        start = end + 1
      }
      rest = rest.subarray(start)
    }
    if (rest.length > 0) yield { line: rest.toString('utf8'), length: rest.length, whole: false }
  } finally {
    closeSync(file)
  }
}
