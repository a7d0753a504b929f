import type { LogFilter } from './log-filter.ts'
import { type LogLine, readLogLine } from './log-line.ts'
import type { LogOutput } from './log-output.ts'

/**
 * Prints what a filter lets through. A line that is no event passes as it is, unless something is asked for: then it
 * cannot be what is asked for.
 *
 * @param isNoise a line that is no event, and that nobody wants to see
 */
export function printLines(
  filter: LogFilter,
  format: (line: LogLine) => string,
  isNoise: (line: string) => boolean = () => false,
): LogOutput {
  return {
    take(line) {
      if (!filter.mayMatch(line)) return ''
      const read = readLogLine(line)
      if (read === undefined) return filter.active || line === '' || isNoise(line) ? '' : `${line}\n`
      return filter.matches(read.entry) ? `${format(read)}\n` : ''
    },
    end: () => '',
  }
}
