import type { Bench, BenchOptions, Comparable, Findings, Table } from '../bench.ts'
import { greet } from '../calls.ts'
import { listCalls, seedCatalog } from '../catalog/calls.ts'
import type { Cell } from '../cell.ts'
import { prepareServers } from '../competitors.ts'
import { kitComparables } from '../kit-comparables.ts'
import { type Contestant, measureRounds, toTable } from '../rounds.ts'
import { kit } from '../server-process.ts'
import { startSink } from '../traces/sink.ts'

const off = 'no traces'

/** What is looked for is less than two starts of the same process differ by: it takes more of them to tell. */
const leastRounds = 9

async function run(options: BenchOptions): Promise<Findings> {
  await prepareServers()
  const { subject } = options
  const { env, data } = seedCatalog(subject)
  const sink = await startSink()
  const host = (name: string, variables: Record<string, string>): Contestant => ({
    spec: kit(subject, 'production', { name, env: { ENV: 'production', ...env, ...variables } }),
    withPolicy: true,
  })
  const recording = (name: string, variables: Record<string, string>): Contestant =>
    host(name, { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, ...variables })
  const contestants = [
    host(off, {}),
    recording('traces, none recorded', { OTEL_TRACES_SAMPLER: 'parentbased_always_off' }),
    recording('traces, one in a hundred', {
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.01',
    }),
    recording('traces, all recorded', {}),
  ]
  const tables: Table[] = []
  const samples: Cell[] = []
  try {
    for (const call of [greet, ...listCalls(data).slice(-1)]) {
      const cells = await measureRounds(contestants, call, {
        ...options,
        rounds: Math.max(options.rounds, leastRounds),
      })
      const notes = [
        'Spans go to a collector in the process of the bench, by OTLP over HTTP as protobuf. The access log is off.',
        `Medians of at least ${leastRounds} rounds.`,
        'Under full load more spans are made than are exported: of those that are recorded most are dropped, as OTEL_BSP_MAX_QUEUE_SIZE says.',
      ]
      tables.push(toTable(call.name, cells, off, notes))
      samples.push(...[...cells.values()].flat())
    }
  } finally {
    sink.close()
  }
  return { tables, samples }
}

export const traces: Bench = {
  summary: 'GET /hello/{name} and one product: without traces, with none, few and all of them recorded',
  run,
  // What is compared with another commit is the kit without traces: that is to cost nothing.
  comparables: (options): Promise<Comparable[]> => kitComparables([greet], options),
}
