import type { Bench, BenchOptions, Comparable, Findings, Table } from '../bench.ts'
import { greet } from '../calls.ts'
import { listCalls, seedCatalog } from '../catalog/calls.ts'
import { measureCell } from '../cell.ts'
import { prepareServers } from '../competitors.ts'
import { fixed, percent, spread, target, whole } from '../format.ts'
import { measureOverload, type OverloadSample } from '../overload/measure-overload.ts'
import { sayProgress } from '../progress.ts'
import { quantile } from '../quantile.ts'
import { cpuRatios } from '../rounds.ts'
import { kit, type ServerSpec } from '../server-process.ts'
import { median, shuffle, summarise } from '../statistics.ts'
import { buildServer } from '../subject.ts'

/** What `OVERLOAD_LAG_MS` is set to; 0 refuses nobody. */
const limits = [0, 50, 100, 200, 400]
const chosen = 200
/** An answer that comes later is of no use to anybody. */
const mostP99Ms = 1_000
const overloadRounds = 3
/** Where the server was less busy it was not overloaded, or others had its core: nothing is said of it. */
const leastBusy = 0.9
/** Where the prober was busier, its own queue may be what was measured. */
const mostProberBusy = 0.5

const withLimit = (spec: ServerSpec, limitMs: number): ServerSpec => ({
  ...spec,
  env: { ...spec.env, OVERLOAD_LAG_MS: String(limitMs) },
})

/** What was measured in a round; what few are answered a second is of the same round. */
interface Sample extends OverloadSample {
  capacity: number
}

/** What was measured with one limit, all rounds together. */
interface Measured {
  limitMs: number
  samples: Sample[]
}

const middle = ({ samples }: Measured, pick: (sample: Sample) => number): number => median(samples.map(pick))

const timesOf = ({ samples }: Measured, who: 'client' | 'watcher'): number[] =>
  samples.flatMap((sample) => sample[who].times)

const failuresOf = ({ samples }: Measured): number =>
  samples
    .flatMap(({ client, watcher }) => [...client.failures.values(), ...watcher.failures.values()])
    .reduce((sum, count) => sum + count, 0)

/** Answers a second that were in time: of all as large a share as of those to the client. */
const inTime = (measured: Measured): number =>
  middle(measured, ({ answered, client: { times } }) =>
    times.length === 0 ? 0 : (answered * times.filter((ms) => ms <= mostP99Ms).length) / times.length,
  )

function toRow(measured: Measured): string[] {
  const times = timesOf(measured, 'client')
  return [
    measured.limitMs === 0 ? '0 (off)' : String(measured.limitMs),
    whole(middle(measured, ({ answered }) => answered)),
    fixed(
      middle(measured, ({ answered, capacity }) => answered / capacity),
      2,
    ),
    whole(inTime(measured)),
    whole(middle(measured, ({ refused }) => refused)),
    ...[0.5, 0.99, 1].map((share) => whole(quantile(times, share))),
    whole(quantile(timesOf(measured, 'watcher'), 0.99)),
    percent(middle(measured, ({ busy }) => busy)),
    whole(failuresOf(measured)),
  ]
}

function toNotes(all: readonly Measured[]): string[] {
  const of = (limitMs: number): Measured => all.find((one) => one.limitMs === limitMs) ?? { limitMs, samples: [] }
  const [off, on] = [of(0), of(chosen)]
  const [offP99, onP99] = [off, on].map((one) => quantile(timesOf(one, 'client'), 0.99)) as [number, number]
  const samples = all.flatMap((one) => one.samples)
  const idle = all.filter((one) => middle(one, ({ busy }) => busy) < leastBusy).map(({ limitMs }) => limitMs)
  const proberBusy = Math.max(...samples.map((sample) => sample.proberBusy))
  const errors = new Set(samples.flatMap(({ socketErrors }) => socketErrors ?? []))
  return [
    target(
      onP99 <= mostP99Ms && onP99 < offP99 / 2,
      `with ${chosen} ms (the default) p99 of the answers is at most ${mostP99Ms} ms, and less than half of what it is when nobody is refused (${whole(onP99)} and ${whole(offP99)} ms).`,
    ),
    target(
      inTime(on) >= inTime(off),
      `with it no fewer are answered in time, within ${mostP99Ms} ms (${whole(inTime(on))} and ${whole(inTime(off))} a second).`,
    ),
    `${whole(median(samples.map(({ connections }) => connections)))} connections of wrk call again as soon as they are answered or refused; few can have ${whole(median(samples.map(({ capacity }) => capacity)))} answers a second. Times are those of a client apart who sends 100 requests a second at a constant rate (open model), from when each was due; a probe opens a connection of its own for \`/health/live\`, five times a second. Answers and refusals are counted by the server's own metrics. ${overloadRounds} rounds in a new order each, a process each time.`,
    'To read and refuse a request takes time, too: what that leaves of the capacity is in the third column.',
    ...(idle.length > 0
      ? [
          `**The server was not the limit** with ${idle.join(', ')} ms: it had less than ${leastBusy * 100} % of a core.`,
        ]
      : []),
    ...(proberBusy > mostProberBusy
      ? [`**The prober was busy**, up to ${percent(proberBusy)}: part of the times is its own.`]
      : []),
    ...[...errors].map((error) => `wrk had socket errors: ${error}.`),
  ]
}

const head = [
  'OVERLOAD_LAG_MS',
  'answered/s',
  '× capacity',
  'in time/s',
  'refused/s',
  'p50 ms',
  'p99 ms',
  'most ms',
  'probe p99 ms',
  'busy',
  'failed',
]

async function measureLatency(options: BenchOptions): Promise<{ table: Table; samples: unknown }> {
  const { env, data } = seedCatalog(options.subject)
  const [page] = listCalls(data)
  if (page === undefined) throw new Error('The catalog has no list to call.')
  const title = `${page.name}, by more clients than one process can answer`
  if (options.generator.name !== 'wrk') {
    const notes = ['Not measured: this needs wrk. No generator in Node keeps thousands of connections busy.']
    return { table: { title, head, rows: [], notes }, samples: [] }
  }
  const spec = kit(options.subject, 'production', { env: { ENV: 'production', ...env } })
  const all: Measured[] = limits.map((limitMs) => ({ limitMs, samples: [] }))
  const { seconds } = options
  for (let round = 1; round <= overloadRounds; round++) {
    sayProgress(`overload: round ${round} of ${overloadRounds}, what one process can do`)
    // Nobody is refused there: on a machine that others use, too, even few could be.
    const { requestsPerSecond: capacity } = await measureCell(withLimit(spec, 0), page, options)
    for (const { limitMs, samples } of shuffle(all)) {
      sayProgress(`overload: round ${round} of ${overloadRounds}, OVERLOAD_LAG_MS=${limitMs}`)
      const asked = { operation: 'listProducts', capacity, seconds: seconds * 2 }
      samples.push({ capacity, ...(await measureOverload(withLimit(spec, limitMs), page, asked)) })
    }
  }
  const samples = all.map((one) => ({
    limitMs: one.limitMs,
    rounds: one.samples.map(({ client, watcher, ...rest }) => ({
      ...rest,
      client: { answers: [...client.answers], failures: [...client.failures] },
      watcher: { answers: [...watcher.answers], failures: [...watcher.failures] },
    })),
  }))
  return { table: { title, head, rows: all.map(toRow), notes: toNotes(all) }, samples }
}

/** What looking for an overload costs while there is none. */
async function measureCost(options: BenchOptions): Promise<{ table: Table; samples: unknown }> {
  const specs = [0, chosen].map((limitMs) => withLimit(kit(options.subject, 'production'), limitMs))
  const [off = [], on = []] = specs.map((): Awaited<ReturnType<typeof measureCell>>[] => [])
  for (let round = 1; round <= options.rounds; round++) {
    for (const at of shuffle([0, 1])) {
      sayProgress(`overload, cost: round ${round} of ${options.rounds}`)
      const spec = specs[at]
      if (spec !== undefined) (at === 0 ? off : on).push(await measureCell(spec, greet, options))
    }
  }
  const summary = summarise(cpuRatios(on, off))
  const rows = [off, on].map((cells, at) => [
    at === 0 ? '0 (off)' : String(chosen),
    fixed(median(cells.map(({ cpuUs }) => cpuUs)), 1),
    spread(summarise(cpuRatios(cells, off)), 2),
  ])
  const notes = [
    target(
      summary.max >= 1 || summary.median >= 0.98,
      `while there is no overload the guard costs nothing that can be measured (${spread(summary, 2)} × as fast by CPU).`,
    ),
  ]
  const costHead = ['OVERLOAD_LAG_MS', 'CPU µs/request', '× off, by CPU']
  return { table: { title: `${greet.name}, without an overload`, head: costHead, rows, notes }, samples: { off, on } }
}

async function run(options: BenchOptions): Promise<Findings> {
  await prepareServers()
  const latency = await measureLatency(options)
  const cost = await measureCost(options)
  return { tables: [latency.table, cost.table], samples: { latency: latency.samples, cost: cost.samples } }
}

export const overload: Bench = {
  summary: 'more requests than one process can answer: latency of the answers by OVERLOAD_LAG_MS, and what it costs',
  prepare: async ({ subject }) => buildServer(subject),
  run,
  comparables: async (): Promise<Comparable[]> => [],
}
