import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, BenchOptions, Comparable, Findings } from '../bench.ts'
import { prepareServers } from '../competitors.ts'
import { fixed, spread, target, whole } from '../format.ts'
import { sayProgress } from '../progress.ts'
import { median, ratios, shuffle, summarise } from '../statistics.ts'
import type { EngineName } from '../store/engines.ts'
import type { Commits } from '../store/time-commits.ts'
import { runScript, type Subject } from '../subject.ts'
import { makeFolder } from '../temporary.ts'

const script = join(import.meta.dirname, '..', 'store', 'time-commits.ts')
const many = 32
const goal = 5_000

/** How many write to which engine. */
interface Cell {
  engine: EngineName
  writers: number
}

const cells: readonly Cell[] = [
  { engine: 'kit', writers: 1 },
  { engine: 'append + fdatasync', writers: 1 },
  { engine: 'node:sqlite', writers: 1 },
  { engine: 'LevelDB', writers: 1 },
  { engine: 'kit', writers: many },
  { engine: 'node:sqlite', writers: many },
  { engine: 'node:sqlite, in groups', writers: many },
  { engine: 'LevelDB', writers: many },
]

const nameOf = ({ engine, writers }: Cell): string => `${engine}, ${writers} ${writers === 1 ? 'writer' : 'writers'}`

function time({ root }: Subject, { engine, writers }: Cell, seconds: number): Commits {
  const folder = join(makeFolder('commits'), 'data')
  mkdirSync(folder)
  try {
    return JSON.parse(runScript(root, script, [engine, String(writers), String(seconds), folder])) as Commits
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function run({ subject, rounds, seconds }: BenchOptions): Promise<Findings> {
  await prepareServers()
  const samples = new Map<string, Commits[]>(cells.map((cell) => [nameOf(cell), []]))
  for (let round = 1; round <= rounds; round++) {
    for (const cell of shuffle(cells)) {
      sayProgress(`durable commits: round ${round} of ${rounds}, ${nameOf(cell)}`)
      samples.get(nameOf(cell))?.push(time(subject, cell, seconds))
    }
  }
  const speeds = (cell: Cell): number[] => (samples.get(nameOf(cell)) ?? []).map(({ perSecond }) => perSecond)
  const plain = speeds({ engine: 'append + fdatasync', writers: 1 })
  const rows = cells.map((cell) => [
    nameOf(cell),
    whole(median(speeds(cell))),
    spread(summarise(ratios(speeds(cell), plain)), 2),
    spread(summarise(ratios(speeds(cell), speeds({ engine: 'kit', writers: cell.writers }))), 2),
    fixed(median((samples.get(nameOf(cell)) ?? []).map(({ p99Ms }) => p99Ms)), 1),
  ])
  const reached = median(speeds({ engine: 'kit', writers: many }))
  const notes = [
    target(reached >= goal, `at least ${whole(goal)} durable commits/s of ${many} writers (${whole(reached)}).`),
    'Products of some 400 bytes in new folders; each writer waits until its product is on disk. Afterwards the folder is opened again, and every product that was acknowledged is read and compared.',
    'The kit, SQLite (WAL, synchronous=FULL) and LevelDB (sync) keep two indexes with the products; the plain file keeps none, with one fdatasync for each line.',
    '“In groups” is SQLite with one transaction for all that came in the same turn, written by hand.',
  ]
  const head = ['who writes', 'commits/s', '× append + fdatasync', '× kit, as many writers', 'p99 ms']
  return { tables: [{ title: 'Durable commits', head, rows, notes }], samples: Object.fromEntries(samples) }
}

export const storeCommits: Bench = {
  summary: 'durable commits: the embedded store, a plain file with fdatasync, SQLite, LevelDB',
  run,
  async comparables({ seconds }): Promise<Comparable[]> {
    return cells
      .filter(({ engine }) => engine === 'kit')
      .map((cell) => ({
        name: `durable commits, ${nameOf(cell)}`,
        better: 'high',
        format: (perSecond) => `${whole(perSecond)}/s`,
        measure: async (subject) => time(subject, cell, seconds).perSecond,
      }))
  },
}
