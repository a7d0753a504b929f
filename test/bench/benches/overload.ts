import type { Bench, BenchOptions, Comparable, Findings, Table } from '../bench.ts'
import { greet } from '../calls.ts'
import { listCalls, seedCatalog } from '../catalog/calls.ts'
import { measureCell } from '../cell.ts'
import { prepareServers } from '../competitors.ts'
import { fixed, spread, target, whole } from '../format.ts'
import { type LoadCall, type OpenLoadResult, sendOpenLoad } from '../open-load.ts'
import { sayProgress } from '../progress.ts'
import { quantile } from '../quantile.ts'
import { cpuRatios } from '../rounds.ts'
import { kit, type ServerSpec, startServer } from '../server-process.ts'
import { median, shuffle, summarise } from '../statistics.ts'

/** What `OVERLOAD_LAG_MS` is set to; 0 refuses nobody. */
const limits = [0, 50, 100, 200, 400]
const chosen = 200
/** How many times as much as can be done is asked for. */
const times = 2.5
/** How much is left of a second when nobody is refused. */
const mostP99Ms = 1_000
const connections = 1_000
const seconds = 15
/** It takes a while to tell an overload from a pause; what is said of latency begins behind that. */
const reactionSeconds = 3

interface Sample {
  limitMs: number
  capacity: number
  result: OpenLoadResult
  /** Of the answers that came after the reaction. */
  settled: number[]
}

const withLimit = (spec: ServerSpec, limitMs: number): ServerSpec => ({
  ...spec,
  env: { ...spec.env, OVERLOAD_LAG_MS: String(limitMs) },
})

async function measure(spec: ServerSpec, call: LoadCall, limitMs: number): Promise<Sample> {
  const server = await startServer(withLimit(spec, limitMs))
  try {
    const { port } = server
    const closed = { port, calls: [call], connections: 32, freshEvery: 0 }
    await sendOpenLoad({ ...closed, seconds: 2 })
    const most = await sendOpenLoad({ ...closed, seconds: 3 })
    const capacity = most.times.length / most.seconds
    const rate = capacity * times
    const open = { ...closed, connections, rate, alsoFine: [503] }
    await sendOpenLoad({ ...open, seconds: reactionSeconds })
    // What was due during the reaction and still waits is answered by now: a server that refuses nobody starts afresh.
    const result = await sendOpenLoad({ ...open, seconds })
    const early = result.times.slice(0, Math.round((result.times.length * reactionSeconds) / seconds))
    return { limitMs, capacity, result, settled: result.times.slice(early.length) }
  } finally {
    await server.stop()
  }
}

function toRow({ limitMs, capacity, result, settled }: Sample): string[] {
  const refused = result.answers.get(503) ?? 0
  const answered = result.answers.get(200) ?? 0
  return [
    limitMs === 0 ? '0 (off)' : String(limitMs),
    whole(capacity),
    whole(answered / result.seconds),
    whole(refused / result.seconds),
    ...[0.5, 0.99, 1].map((share) => whole(quantile(settled, share))),
    whole([...result.failures.values()].reduce((sum, count) => sum + count, 0)),
  ]
}

async function measureLatency({ subject }: BenchOptions): Promise<{ table: Table; samples: unknown }> {
  const { env, data } = seedCatalog(subject)
  const [page] = listCalls(data)
  if (page === undefined) throw new Error('The catalog has no list to call.')
  const call: LoadCall = { method: page.method, path: page.path, headers: page.headers }
  const spec = kit(subject, 'production', { env: { ENV: 'production', ...env } })
  const samples: Sample[] = []
  for (const limitMs of limits) {
    sayProgress(`overload: OVERLOAD_LAG_MS=${limitMs}`)
    samples.push(await measure(spec, call, limitMs))
  }
  const p99 = (limitMs: number): number =>
    quantile(samples.find((sample) => sample.limitMs === limitMs)?.settled ?? [], 0.99)
  const table = {
    title: `${page.name}, ${times} × of what one process can do`,
    head: ['OVERLOAD_LAG_MS', 'capacity/s', 'answered/s', 'refused/s', 'p50 ms', 'p99 ms', 'most ms', 'failed'],
    rows: samples.map(toRow),
    notes: [
      target(
        p99(chosen) <= mostP99Ms && p99(chosen) < p99(0) / 2,
        `with ${chosen} ms (the default) p99 of the answers is at most ${mostP99Ms} ms, and less than half of what it is when nobody is refused (${whole(p99(chosen))} and ${whole(p99(0))} ms).`,
      ),
      `Requests come at a constant rate (open model) for ${seconds} s over up to ${connections} connections; their times count from when they were due, and the first ${reactionSeconds} s of answers are left out: so long it takes to tell an overload from a pause.`,
    ],
  }
  return { table, samples: samples.map(({ result, settled, ...rest }) => ({ ...rest, answers: [...result.answers] })) }
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
  const rows = [off, on].map((cells, at) => [
    at === 0 ? '0 (off)' : String(chosen),
    fixed(median(cells.map(({ cpuUs }) => cpuUs)), 1),
    spread(summarise(cpuRatios(cells, off)), 2),
  ])
  const head = ['OVERLOAD_LAG_MS', 'CPU µs/request', '× off, by CPU']
  return { table: { title: `${greet.name}, without an overload`, head, rows, notes: [] }, samples: { off, on } }
}

async function run(options: BenchOptions): Promise<Findings> {
  await prepareServers()
  const latency = await measureLatency(options)
  const cost = await measureCost(options)
  return { tables: [latency.table, cost.table], samples: { latency: latency.samples, cost: cost.samples } }
}

export const overload: Bench = {
  summary: 'more requests than one process can answer: latency of the answers by OVERLOAD_LAG_MS, and what it costs',
  run,
  comparables: async (): Promise<Comparable[]> => [],
}
