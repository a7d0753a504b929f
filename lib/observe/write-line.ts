import { writeSync } from 'node:fs'
import { listeners } from './listeners.ts'

/** Between two tries to write to a pipe whose reader is slow, in ms. */
const pauseMs = 5

let sleeper: Int32Array | undefined
let write = writeToStdout

/**
 * Sends the lines of this process elsewhere: for a command whose stdout is its result.
 *
 * @param to gets each line with its line feed; it must not throw
 * @example
 * divertLines((line) => process.stderr.write(line))
 */
export function divertLines(to: (line: string) => void): void {
  write = to
}

/** Writes a line of the log. @param line ends with its line feed */
export function writeLine(line: string): void {
  if (lines.any) lines.tell(line)
  write(line)
}

const lines = listeners<string>()

/**
 * Hears of every line of the log, as it is written: what must not be read is out of it.
 *
 * @returns what ends it
 * @example
 * const stop = onLine((line) => kept.push(line))
 */
export const onLine = lines.on

/**
 * Writes a line to stdout at once, so that it is there whatever happens next. A pipe that is full is waited for. Where
 * stdout is gone, or its disk is full, the line is lost: a log must not break what it tells of.
 */
function writeToStdout(line: string): void {
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
