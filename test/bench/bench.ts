import type { CellOptions } from './cell.ts'
import type { Subject } from './subject.ts'

/** What a bench is given: how long and how often to measure, and what. */
export interface BenchOptions extends CellOptions {
  rounds: number
  subject: Subject
  /** Measure also what needs some GB of memory, however little there is. */
  large: boolean
  /** How long what runs for long does so. */
  minutes: number
}

export interface Table {
  title: string
  head: readonly string[]
  rows: readonly (readonly string[])[]
  /** What a reader has to know, one sentence each; also whether a target was reached. */
  notes: readonly string[]
}

/** What a bench found: tables for people, samples for programs. */
export interface Findings {
  tables: Table[]
  samples: unknown
}

/** One figure of a subject that can be compared with that of another commit. */
export interface Comparable {
  name: string
  /** `high`: more is better. */
  better: 'high' | 'low'
  format: (value: number) => string
  measure: (subject: Subject) => Promise<number>
}

export interface Bench {
  summary: string
  /** It takes too long to be one of all. */
  onlyWhenNamed?: true
  /** What is built beforehand: a compiler that outlives the command which started it would count as somebody else. */
  prepare?: (options: BenchOptions) => Promise<unknown>
  run: (options: BenchOptions) => Promise<Findings>
  /** The figures that `--against` compares. */
  comparables: (options: BenchOptions) => Promise<Comparable[]>
}
