import { join } from 'node:path'
import type { Bench, BenchOptions, Comparable, Findings } from '../bench.ts'
import { listStarted, sizeOf, start, startStore } from '../cold/started.ts'
import { fixed, spread, target } from '../format.ts'
import { sayProgress } from '../progress.ts'
import { differences, median, shuffle, summarise } from '../statistics.ts'

const leastRuns = 15
const goal = { name: 'hello-greet', bytes: 30 * 1024, ms: 10 }

async function run({ subject, rounds }: BenchOptions): Promise<Findings> {
  const functions = await listStarted(subject)
  const call = functions.find(({ name }) => name === goal.name)?.call ?? { event: '{}', statuses: ['200'] }
  const bare = { name: 'bare handler', file: join(import.meta.dirname, '..', 'cold', 'bare.mjs'), call }
  const times = new Map<string, number[]>()
  const { variables, stop } = await startStore(subject)
  const runs = Math.max(leastRuns, rounds)
  for (let round = 0; round <= runs; round++) {
    sayProgress(`cold start: ${functions.length} functions, run ${round} of ${runs}`)
    for (const started of shuffle([bare, ...functions])) {
      const ms = await start(started, variables)
      // The first run warms the disk cache.
      if (round > 0) times.set(started.name, [...(times.get(started.name) ?? []), ms])
    }
  }
  await stop()
  const references = times.get(bare.name) ?? []
  const rows = [bare, ...functions].map((started) => {
    const own = times.get(started.name) ?? []
    return { started, own, above: summarise(differences(own, references)), bytes: sizeOf(started) }
  })
  rows.sort((a, b) => median(b.own) - median(a.own))
  const greet = rows.find(({ started }) => started.name === goal.name)
  const notes = [
    target((greet?.above.median ?? Infinity) <= goal.ms, `${goal.name} at most ${goal.ms} ms above the bare handler.`),
    target((greet?.bytes ?? Infinity) <= goal.bytes, `${goal.name} at most ${goal.bytes / 1024} KB gzipped.`),
    `${runs} runs each, in turn; from the start of the process to the first answer, ENV=production. The size is that of all code, gzipped.`,
  ]
  const table = {
    title: 'Cold start of each packaged function, slowest first',
    head: ['function', 'ms', 'ms above bare', 'KB gzipped'],
    rows: rows.map(({ started, own, above, bytes }) => [
      started.name,
      spread(summarise(own), 1),
      started === bare ? '' : spread(above, 1),
      fixed(bytes / 1024, 1),
    ]),
    notes,
  }
  return { tables: [table], samples: Object.fromEntries(times) }
}

const runsPerFigure = 9

export const coldStart: Bench = {
  summary: 'each packaged function: start of the process to its first answer, and its size',
  prepare: ({ subject }) => listStarted(subject),
  run,
  async comparables({ subject }): Promise<Comparable[]> {
    return (await listStarted(subject)).map(({ name }) => ({
      name: `cold start of ${name}`,
      better: 'low',
      format: (ms) => `${fixed(ms, 1)} ms`,
      measure: async (other) => {
        const started = (await listStarted(other)).find((candidate) => candidate.name === name)
        if (started === undefined) return Number.NaN
        const { variables, stop } = await startStore(other)
        const times: number[] = []
        for (let count = 0; count < runsPerFigure; count++) times.push(await start(started, variables))
        await stop()
        return median(times)
      },
    }))
  },
}
