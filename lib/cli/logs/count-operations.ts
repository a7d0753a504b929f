import { toColumns } from '../columns.ts'
import { formatMs, oneLine } from './format-entry.ts'
import { createHistogram, type Histogram, octaveStart, octaves, percentile, recordDuration } from './histogram.ts'
import type { LogFilter } from './log-filter.ts'
import { isAccessLine, readLogLine } from './log-line.ts'
import type { LogOutput } from './log-output.ts'

interface Counts {
  refused: number
  failed: number
  durations: Histogram
}

/** So many operations are told apart; a log that names more is not one of ours. */
const mostOperations = 1_000

/** Counts the access lines that a filter lets through, by operation, in constant memory. */
export function countOperations(filter: LogFilter): LogOutput {
  const counts = new Map<string, Counts>()

  const countsOf = (name: string): Counts => {
    const key = counts.has(name) || counts.size < mostOperations ? name : 'all others'
    const known = counts.get(key)
    if (known !== undefined) return known
    const fresh = { refused: 0, failed: 0, durations: createHistogram() }
    counts.set(key, fresh)
    return fresh
  }

  return {
    take(line) {
      if (!filter.mayMatch(line)) return ''
      const entry = readLogLine(line)?.entry
      if (entry === undefined || !isAccessLine(entry) || !filter.matches(entry)) return ''
      const of = countsOf(`${entry.service} ${entry.operation}`)
      if (entry.status >= 500) of.failed++
      else if (entry.status >= 400) of.refused++
      recordDuration(of.durations, entry.durationMs)
      return ''
    },
    end: () => (counts.size === 0 ? 'No access line in this log.\n' : `${toTable(counts)}\n`),
  }
}

function toTable(counts: ReadonlyMap<string, Counts>): string {
  const shapes = [...counts.values()].map(({ durations }) => octaves(durations))
  const used =
    shapes[0]?.flatMap((_, octave) => (shapes.some((shape) => (shape[octave] ?? 0) > 0) ? [octave] : [])) ?? []
  const [first = 0, last = 0] = [used[0], used.at(-1)]
  const rows = [...counts]
    .sort(([, a], [, b]) => b.durations.count - a.durations.count)
    .map(([name, { refused, failed, durations }]) => [
      ...oneLine(name).split(' '),
      String(durations.count),
      String(refused),
      String(failed),
      ...[0.5, 0.95, 0.99, 1].map((share) => formatMs(share === 1 ? durations.max : percentile(durations, share))),
      toBars(octaves(durations).slice(first, last + 1)),
    ])
  const head = ['SERVICE', 'OPERATION', 'COUNT', '4XX', '5XX', 'P50', 'P95', 'P99', 'MAX', 'DURATIONS']
  const legend = `DURATIONS begins at ${formatMs(octaveStart(first))}; each bar is up to twice as long as the one before it.`
  return `${toColumns(head, rows)}\n\n${legend}`
}

const bars = [...'▁▂▃▄▅▆▇█']

function toBars(shape: readonly number[]): string {
  const most = Math.max(...shape)
  return shape.map((count) => (count === 0 ? ' ' : bars[Math.ceil((count / most) * bars.length) - 1])).join('')
}
