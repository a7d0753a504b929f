import { join } from 'node:path'
import type { Bench, BenchOptions, Comparable, Findings, Table } from '../bench.ts'
import { fixed } from '../format.ts'
import { sayProgress } from '../progress.ts'
import { differences, median } from '../statistics.ts'
import { generateContracts, runScript, type Subject } from '../subject.ts'

/** Operation → stack → the µs of a call, one figure for each sample. */
type Figures = Record<string, Record<string, number[]>>

const script = join(import.meta.dirname, '..', 'middlewares', 'time-stacks.ts')

function timeStacks(subject: Subject, samples: number): Figures {
  generateContracts(subject)
  return JSON.parse(runScript(subject.root, script, [String(samples)])) as Figures
}

/** The middle half of the differences: what lies within is as likely as not. */
function quartiles(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): string => fixed(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN, 2)
  return `${at(0.25)} to ${at(0.75)}`
}

function row(name: string, on: readonly number[], off: readonly number[]): string[] {
  const costs = differences(on, off)
  return [name, fixed(median(on), 2), fixed(median(off), 2), fixed(median(costs), 2), quartiles(costs)]
}

/** What is no middleware of its own. */
const wholes = ['all', 'none', 'strict']

function toTable(title: string, stacks: Record<string, number[]>): Table {
  const { all = [], none = [], strict = [], 'response check, 1 in 100': unchecked = [] } = stacks
  const rows = Object.entries(stacks)
    .filter(([name]) => !wholes.includes(name))
    .map(([name, off]) => row(name, all, off))
  rows.push(row('response check, strict (dev, test)', strict, unchecked))
  rows.push(row('all of production', all, none))
  const head = ['middleware', 'on, µs', 'off, µs', 'costs, µs', 'half of the samples']
  return { title: `${title}, in process`, head, rows, notes: [] }
}

async function run({ subject, rounds }: BenchOptions): Promise<Findings> {
  sayProgress('middlewares: each stack with and without each of its middlewares')
  const figures = timeStacks(subject, rounds * 12)
  const tables = Object.entries(figures).map(([title, stacks]) => toTable(title, stacks))
  const method =
    'A stack with all its middlewares, and the same without one of them, called in turn. Where the rest needs what it makes, the least stands in for it. "Off, all" is middy with the handler and these stand-ins.'
  const last = tables.pop()
  if (last !== undefined) tables.push({ ...last, notes: [method] })
  return { tables, samples: figures }
}

export const middlewares: Bench = {
  summary: 'what each middleware costs a request, in process',
  run,
  async comparables(): Promise<Comparable[]> {
    return [
      {
        name: 'the stacks of three calls, in process',
        better: 'low',
        format: (us) => `${fixed(us, 2)} µs`,
        measure: async (subject) =>
          Object.values(timeStacks(subject, 6)).reduce((sum, { all = [] }) => sum + median(all), 0),
      },
    ]
  },
}
