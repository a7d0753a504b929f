import type { Table } from './bench.ts'
import type { Call } from './calls.ts'
import { type Cell, type CellOptions, measureCell } from './cell.ts'
import { fixed, percent, spread, whole } from './format.ts'
import { sayProgress } from './progress.ts'
import type { ServerSpec } from './server-process.ts'
import { median, ratios, shuffle, summarise } from './statistics.ts'

/** A server among those that are compared. */
export interface Contestant {
  spec: ServerSpec
  /** It answers with the kit's policy headers. */
  withPolicy: boolean
  /** Its own call, where it is not called as the others are. */
  call?: Call
}

/** Measures every server under a call, in each round once and in a new order. */
export async function measureRounds(
  contestants: readonly Contestant[],
  call: Call,
  options: CellOptions & { rounds: number },
): Promise<Map<string, Cell[]>> {
  const cells = new Map<string, Cell[]>(contestants.map(({ spec }) => [spec.name, []]))
  for (let round = 1; round <= options.rounds; round++) {
    for (const { spec, withPolicy, call: own = call } of shuffle(contestants)) {
      sayProgress(`${call.name}: round ${round} of ${options.rounds}, ${spec.name}`)
      cells.get(spec.name)?.push(await measureCell(spec, own, options, withPolicy))
    }
  }
  return cells
}

/** Where the server was less busy than this, the figure says how fast the generator is. */
const leastBusy = 0.9

/** One row for each server; ratios to the reference are of the same round. */
export function toTable(title: string, cells: Map<string, Cell[]>, reference: string, notes: string[]): Table {
  const references = cells.get(reference) ?? []
  const rows = [...cells].map(([name, own]) => [
    name,
    whole(median(own.map((cell) => cell.requestsPerSecond))),
    spread(summarise(speedRatios(own, references)), 2),
    fixed(median(own.map((cell) => cell.cpuUs)), 1),
    spread(summarise(cpuRatios(own, references)), 2),
    fixed(median(own.map((cell) => cell.p99Ms)), 1),
    whole(median(own.map((cell) => cell.rssMb))),
    percent(median(own.map((cell) => cell.busy))),
    percent(median(own.map((cell) => cell.others ?? Number.NaN))),
  ])
  const head = [
    'server',
    'requests/s',
    `× ${reference}`,
    'CPU µs/request',
    `× ${reference} by CPU`,
    'p99 ms',
    'RSS MB',
    'busy',
    'others',
  ]
  const idle = [...cells].filter(([, own]) => median(own.map((cell) => cell.busy)) < leastBusy).map(([name]) => name)
  const limited = `The generator was the limit for ${idle.join(', ')}: compare these by CPU.`
  return { title, head, rows, notes: idle.length > 0 ? [...notes, limited] : notes }
}

/** How many times as fast as the reference: above 1 is faster. */
export function speedRatios(own: readonly Cell[], references: readonly Cell[]): number[] {
  return ratios(
    own.map((cell) => cell.requestsPerSecond),
    references.map((cell) => cell.requestsPerSecond),
  )
}

/** The same, by the CPU time of a request. */
export function cpuRatios(own: readonly Cell[], references: readonly Cell[]): number[] {
  return ratios(
    references.map((cell) => cell.cpuUs),
    own.map((cell) => cell.cpuUs),
  )
}
