import { listeners } from './listeners.ts'
import type { TraceContext } from './trace-context.ts'

/** Work that no request has asked for, such as a recovery pass; once it begins. */
export interface StartedJob {
  name: string
  /** Begins with it. */
  trace: TraceContext
  /** Milliseconds, as `performance.now()` counts. */
  startedAt: number
  /** Settles with the error that the job has failed with, or undefined; undefined where nobody knows when it is over. */
  ended: Promise<unknown> | undefined
}

const jobs = listeners<StartedJob>()

/**
 * Hears of every job once it begins.
 *
 * @returns what ends it
 * @example
 * const stop = onJob(({ name, ended }) => ended?.then((error) => console.log(name, error ?? 'done')))
 */
export const onJob = jobs.on

const known = new WeakSet<TraceContext>()

export function tellJob(job: StartedJob): void {
  known.add(job.trace)
  jobs.tell(job)
}

/** Whether a trace is a job's, and not a request's. */
export const isOfJob = (trace: TraceContext): boolean => known.has(trace)
