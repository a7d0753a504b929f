import type { Exchange } from './answer.ts'

export type StepStatus = 'passed' | 'warned' | 'failed' | 'skipped'

/** What one step of a journey came to. */
export interface StepResult {
  name: string
  status: StepStatus
  ms: number
  /** What was seen, such as a version; why it was skipped; what to look at, where it is a warning. */
  note?: string
  failure?: Failure
}

export interface Failure {
  message: string
  /** The request that it failed at; missing where it failed before one. */
  exchange?: Exchange
}

/** What a journey, or the contract of a service, came to. */
export interface JourneyResult {
  name: string
  steps: StepResult[]
  ms: number
}

/** What one run over a deployment came to. */
export interface RunResult {
  url: string
  startedAt: Date
  ms: number
  /** False where no answer came at all: then nothing else was tried. */
  reached: boolean
  /** Version and commit of what is deployed, each that was seen. */
  versions: string[]
  journeys: JourneyResult[]
}

export type Counts = Record<StepStatus, number>

export function countSteps(journeys: readonly JourneyResult[]): Counts {
  const counts: Counts = { passed: 0, warned: 0, failed: 0, skipped: 0 }
  for (const { steps } of journeys) for (const { status } of steps) counts[status]++
  return counts
}
