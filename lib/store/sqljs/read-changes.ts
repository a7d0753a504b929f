import { closeSync, openSync, readSync, statSync, truncateSync } from 'node:fs'
import { type Change, readLine } from './journal-line.ts'

/**
 * Reads the changes of a file. Damage at its very end is a write that nobody was told of: with `mend` it is cut off.
 * Damage before that is lost data.
 *
 * @throws where a line in the middle is damaged, or any line is and `mend` is not set
 */
export function readChanges(path: string, options: { mend: boolean }, take: (change: Change) => void): void {
  let good = 0
  let number = 0
  let damaged: number | undefined
  for (const { line, length, whole } of readLines(path)) {
    number++
    const change = whole ? readLine(line) : undefined
    if (change === undefined) damaged ??= number
    else if (damaged !== undefined)
      throw new Error(`${path}, line ${damaged}: damaged, and whole lines follow. Restore the folder from a copy.`)
    else {
      take(change)
      good += length
    }
  }
  if (damaged === undefined) return
  if (!options.mend) throw new Error(`${path}, line ${damaged}: damaged. Restore the folder from a copy.`)
  if (statSync(path).size > good) truncateSync(path, good)
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
