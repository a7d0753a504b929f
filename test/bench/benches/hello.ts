import type { Bench, BenchOptions, Comparable, Findings } from '../bench.ts'
import { greet } from '../calls.ts'
import { prepareServers } from '../competitors.ts'
import { fixed, target } from '../format.ts'
import { kitComparables } from '../kit-comparables.ts'
import { type Contestant, cpuRatios, measureRounds, speedRatios, toTable } from '../rounds.ts'
import { competitor, kit } from '../server-process.ts'
import { median } from '../statistics.ts'

async function run(options: BenchOptions): Promise<Findings> {
  await prepareServers()
  const { subject } = options
  const contestants: Contestant[] = [
    { spec: kit(subject, 'production'), withPolicy: true },
    { spec: kit(subject, 'dev', { name: 'kit, ENV=dev' }), withPolicy: true },
    { spec: { ...competitor('bare', subject), name: 'bare node:http' }, withPolicy: true },
    { spec: { ...competitor('fastify', subject), name: 'Fastify 5' }, withPolicy: true },
  ]
  const cells = await measureRounds(contestants, greet, options)
  const [own = [], bare = [], fastify = []] = ['kit', 'bare node:http', 'Fastify 5'].map((name) => cells.get(name))
  const toBare = [median(speedRatios(own, bare)), median(cpuRatios(own, bare))] as const
  const toFastify = [median(speedRatios(own, fastify)), median(cpuRatios(own, fastify))] as const
  const say = ([speed, cpu]: readonly [number, number]): string => `${fixed(speed, 2)} ×, ${fixed(cpu, 2)} × by CPU`
  const notes = [
    target(Math.min(...toBare) >= 0.9, `at least 0.9 × bare node:http (${say(toBare)}).`),
    target(Math.min(...toFastify) > 1, `faster than Fastify 5 (${say(toFastify)}).`),
    'All four route, validate the name, and answer with the same body and the same headers, a request id included.',
  ]
  return { tables: [toTable(greet.name, cells, 'bare node:http', notes)], samples: [...cells.values()].flat() }
}

export const hello: Bench = {
  summary: 'GET /hello/{name}: the process host, bare node:http, Fastify 5',
  run,
  comparables: (options): Promise<Comparable[]> => kitComparables([greet], options),
}
