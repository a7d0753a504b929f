import { writeSync } from 'node:fs'

/** Between two tries to write to a pipe whose reader is slow, in ms. */
const pauseMs = 5

let sleeper: Int32Array | undefined

/**
 * Writes a line to stdout at once, so that it is there whatever happens next. A pipe that is full is waited for. Where
 * stdout is gone, or its disk is full, the line is lost: a log must not break what it tells of.
 *
 * @param line ends with its line feed
 */
export function writeLine(line: string): void {
  const bytes = Buffer.from(line)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
      sleeper ??= new Int32Array(new SharedArrayBuffer(4))
      Atomics.wait(sleeper, 0, 0, pauseMs)
    }
  }
}
