import type { Bench, BenchOptions, Comparable, Findings, Table } from '../bench.ts'
import type { Call } from '../calls.ts'
import { listCalls, seedCatalog } from '../catalog/calls.ts'
import { type Cell, measureCell } from '../cell.ts'
import { prepareServers } from '../competitors.ts'
import { fixed, target } from '../format.ts'
import { type Contestant, cpuRatios, measureRounds, speedRatios, toTable } from '../rounds.ts'
import { competitor, kit, type ServerSpec } from '../server-process.ts'
import { median } from '../statistics.ts'
import type { Subject } from '../subject.ts'

const bare = 'bare node:http'
const goal = 0.9

const catalogHost = (subject: Subject, env: Record<string, string>): ServerSpec =>
  kit(subject, 'production', { env: { ENV: 'production', ...env } })

async function run(options: BenchOptions): Promise<Findings> {
  await prepareServers()
  const { subject } = options
  const { env, data } = seedCatalog(subject)
  const rival = (file: string, name: string): Contestant => ({
    spec: { ...competitor(file, subject), name, env: { DATA: data } },
    withPolicy: true,
  })
  const contestants: Contestant[] = [
    { spec: catalogHost(subject, env), withPolicy: true },
    rival('catalog-bare', bare),
    rival('catalog-fastify', 'Fastify 5'),
  ]
  const tables: Table[] = []
  const samples: Cell[] = []
  for (const call of listCalls(data)) {
    const cells = await measureRounds(contestants, call, options)
    const [own = [], references = [], fastify = []] = contestants.map(({ spec }) => cells.get(spec.name))
    const speed = median(speedRatios(own, references))
    const cpu = median(cpuRatios(own, references))
    const notes = [
      // The goal is set for the first call, the list.
      ...(tables.length > 0
        ? []
        : [
            target(
              Math.min(speed, cpu) >= goal,
              `at least ${goal} × ${bare} (${fixed(speed, 2)} ×, ${fixed(cpu, 2)} × by CPU).`,
            ),
          ]),
      target(
        median(speedRatios(own, fastify)) > 1,
        `faster than Fastify 5 (${fixed(median(speedRatios(own, fastify)), 2)} ×).`,
      ),
    ]
    tables.push(toTable(call.name, cells, bare, notes))
    samples.push(...[...cells.values()].flat())
  }
  const fairness =
    'All three run sql.js with the same documents, in a table with an index that the query goes along, and prepared statements; they validate, and answer with the same body and the same headers, Link with an authenticated cursor and ETag included.'
  const last = tables.pop()
  if (last !== undefined) tables.push({ ...last, notes: [...last.notes, fairness] })
  return { tables, samples }
}

export const catalog: Bench = {
  summary: 'a page of products and one product: the process host, bare node:http, Fastify 5, all on sql.js',
  run,
  async comparables(options): Promise<Comparable[]> {
    await prepareServers()
    const calls = listCalls(seedCatalog(options.subject).data)
    const measure =
      (call: Call) =>
      async (subject: Subject): Promise<number> =>
        (await measureCell(catalogHost(subject, seedCatalog(subject).env), call, options, false)).cpuUs
    return calls.map((call) => ({
      name: call.name,
      better: 'low',
      format: (cpuUs) => `${fixed(cpuUs, 1)} µs CPU`,
      measure: measure(call),
    }))
  },
}
