import type { Exchange } from './answer.ts'
import type { StepResult, StepStatus } from './result.ts'

/** Thrown to say that a step cannot be tried here. */
export class Skipped extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'Skipped'
  }
}

/** Thrown to say that the rest of a journey makes no sense: a step has failed, or the run was called off. */
export class Ended extends Error {
  constructor(reason = 'a step before has failed') {
    super(reason)
    this.name = 'Ended'
  }
}

/** What a step may say while it runs. */
export interface StepNotes {
  /** What was seen: it stands behind the step's name. */
  note: (text: string) => void
  /** What should be looked at, and breaks nothing: with `--strict` it is a failure. */
  warn: (text: string) => void
}

export interface Recorder {
  /** A step that the others do not depend on: what it fails at is recorded, and the journey goes on. */
  check: (name: string, run: (notes: StepNotes) => Promise<void>) => Promise<StepStatus>
  /** A step that the rest builds on: where it fails or is skipped the journey ends. */
  step: <Value>(name: string, run: (notes: StepNotes) => Promise<Value> | Value) => Promise<Value>
  skip: (name: string, reason: string) => void
  steps: StepResult[]
}

/**
 * Records the steps of one journey.
 *
 * @param lastExchange the latest request: a failure shows it, if it was sent since the step before
 */
export function createRecorder(lastExchange: () => Exchange | undefined, strict: boolean): Recorder {
  const steps: StepResult[] = []
  /** The latest request of the steps before: what came after it is the running step's, or led up to it. */
  let seen: Exchange | undefined

  async function record<Value>(
    name: string,
    run: (notes: StepNotes) => Promise<Value> | Value,
  ): Promise<{ status: StepStatus; value: Value } | { status: StepStatus }> {
    const step: StepResult = { name, status: 'passed', ms: 0 }
    const startedAt = performance.now()
    let warning: string | undefined
    try {
      const value = await run({ note: (text) => (step.note = text), warn: (text) => (warning = text) })
      if (warning !== undefined && strict) throw new Error(warning)
      if (warning !== undefined) Object.assign(step, { status: 'warned', note: warning })
      return { status: step.status, value }
    } catch (error) {
      if (error instanceof Ended) {
        Object.assign(step, { status: 'skipped', note: error.message })
        throw error
      }
      if (error instanceof Skipped) Object.assign(step, { status: 'skipped', note: error.message })
      else {
        const exchange = lastExchange()
        const message = error instanceof Error ? error.message : String(error)
        Object.assign(step, {
          status: 'failed',
          failure: { message, ...(exchange === undefined || exchange === seen ? {} : { exchange }) },
        })
      }
      return { status: step.status }
    } finally {
      step.ms = performance.now() - startedAt
      seen = lastExchange()
      steps.push(step)
    }
  }

  return {
    steps,
    check: async (name, run) => (await record(name, run)).status,
    async step(name, run) {
      const outcome = await record(name, run)
      if (!('value' in outcome)) throw new Ended()
      return outcome.value
    },
    skip: (name, reason) => steps.push({ name, status: 'skipped', ms: 0, note: reason }),
  }
}
