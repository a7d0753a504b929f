import type { Bench, BenchOptions, Comparable, Findings, Table } from '../bench.ts'
import { bodies as calls } from '../calls.ts'
import type { Cell } from '../cell.ts'
import { prepareServers } from '../competitors.ts'
import { fixed, target } from '../format.ts'
import { kitComparables } from '../kit-comparables.ts'
import { type Contestant, cpuRatios, measureRounds, speedRatios, toTable } from '../rounds.ts'
import { competitor, kit } from '../server-process.ts'
import { median } from '../statistics.ts'

const rival = 'Express 5'

async function run(options: BenchOptions): Promise<Findings> {
  await prepareServers()
  const { subject } = options
  const contestants: Contestant[] = [
    { spec: kit(subject, 'production'), withPolicy: true },
    { spec: { ...competitor('bare', subject), name: 'bare node:http' }, withPolicy: true },
    { spec: { ...competitor('express', subject), name: rival }, withPolicy: false },
  ]
  const tables: Table[] = []
  const samples: Cell[] = []
  for (const call of calls) {
    const cells = await measureRounds(contestants, call, options)
    const [own = [], references = []] = [cells.get('kit'), cells.get(rival)]
    const speed = median(speedRatios(own, references))
    const cpu = median(cpuRatios(own, references))
    const sentence = `at least 2 × ${rival} (${fixed(speed, 2)} ×, ${fixed(cpu, 2)} × by CPU).`
    tables.push(toTable(call.name, cells, rival, [target(Math.min(speed, cpu) >= 2, sentence)]))
    samples.push(...[...cells.values()].flat())
  }
  const fairness = `${rival} runs express-openapi-validator on the same contracts, without CORS, security headers and request id.`
  const last = tables.pop()
  if (last !== undefined) tables.push({ ...last, notes: [...last.notes, fairness] })
  return { tables, samples }
}

export const bodies: Bench = {
  summary: 'POST /hello and GET /addition: the process host, bare node:http, Express 5 with express-openapi-validator',
  run,
  comparables: (options): Promise<Comparable[]> => kitComparables(calls, options),
}
