import { join } from 'node:path'
import type { Bench, BenchOptions, Comparable, Findings } from '../bench.ts'
import { prepareServers } from '../competitors.ts'
import { fixed, spread, target } from '../format.ts'
import { sayProgress } from '../progress.ts'
import { kit, startServer } from '../server-process.ts'
import { boot } from '../start/boot.ts'
import { editContract } from '../start/edits.ts'
import { addLongContract } from '../start/long-contract.ts'
import { measureMemory } from '../start/memory.ts'
import { timeReloads } from '../start/reload.ts'
import { differences, median, shuffle, summarise } from '../statistics.ts'
import { copyCheckout, runCommand, runScript, type Subject } from '../subject.ts'

interface Figure {
  name: string
  times: readonly number[]
  mostMs?: number
}

/** What differs by a few ms shows only in many starts. */
const leastBoots = 15

async function timeBoots(subject: Subject, runs: number): Promise<Figure> {
  const times: number[] = []
  for (let run = 0; run <= runs; run++) {
    sayProgress(`start of the process host: run ${run} of ${runs}`)
    const ms = await boot(subject)
    if (run > 0) times.push(ms)
  }
  return { name: 'process host, start to first 200', times, mostMs: 250 }
}

/** Starts with and without one more contract, in turn. CPU time: a start's own varies by more than a contract costs. */
async function timeLongContract(subject: Subject, runs: number): Promise<Figure> {
  const longer = copyCheckout('with a long contract')
  const lines = addLongContract(longer)
  const [without, within]: [number[], number[]] = [[], []]
  const each = [
    { spec: kit(subject, 'production'), times: without },
    { spec: kit(longer, 'production'), times: within },
  ]
  for (let run = 0; run <= runs; run++) {
    sayProgress(`a contract of ${lines} lines, at boot: run ${run} of ${runs}`)
    for (const { spec, times } of shuffle(each)) {
      const server = await startServer(spec)
      const { cpuMs } = await server.usage()
      await server.stop()
      if (run > 0) times.push(cpuMs)
    }
  }
  return {
    name: `one more contract of ${lines} lines, CPU time of a start`,
    times: differences(within, without),
    mostMs: 10,
  }
}

function timeRegeneration(runs: number): Figure[] {
  const subject = copyCheckout('edited')
  sayProgress('compiling a contract again')
  const script = join(import.meta.dirname, '..', 'start', 'regenerate.ts')
  const warm = JSON.parse(runScript(subject.root, script, [String(runs)])) as number[]
  const cold = Array.from({ length: runs }, () => {
    editContract(subject.root)
    const started = performance.now()
    runCommand(subject, 'generate')
    return performance.now() - started
  })
  return [
    { name: 'contract changed, compiled again by a watcher', times: warm, mostMs: 300 },
    { name: 'contract changed, `twelvefold generate`', times: cold },
  ]
}

async function run(options: BenchOptions): Promise<Findings> {
  await prepareServers()
  const { subject, rounds } = options
  const edited = copyCheckout('edited')
  const figures: Figure[] = [
    await timeBoots(subject, Math.max(leastBoots, rounds)),
    await timeLongContract(subject, Math.max(leastBoots, rounds)),
    ...timeRegeneration(rounds),
    { name: 'edit to new answer, `twelvefold dev`', times: await timeReloads(edited, 'dev', rounds), mostMs: 1_000 },
    {
      name: 'edit to new answer, `twelvefold start`',
      times: await timeReloads(edited, 'start', rounds),
      mostMs: 3_000,
    },
  ]
  const notes = figures.flatMap(({ name, times, mostMs }) =>
    mostMs === undefined ? [] : [target(median(times) <= mostMs, `${name}, at most ${mostMs} ms.`)],
  )
  const times = {
    title: 'Start and reload',
    head: ['what', 'ms'],
    rows: figures.map((figure) => [figure.name, spread(summarise(figure.times), 0)]),
    notes,
  }
  return { tables: [times, await measureMemory(options)], samples: figures }
}

export const start: Bench = {
  summary: 'start of the process host, memory, compiling a contract again, reloading after an edit',
  run,
  async comparables(): Promise<Comparable[]> {
    return [
      {
        name: 'process host, start to first 200',
        better: 'low',
        format: (ms) => `${fixed(ms, 0)} ms`,
        measure: async (subject) => {
          const times: number[] = []
          for (let count = 0; count < 5; count++) times.push(await boot(subject))
          return median(times)
        },
      },
    ]
  },
}
