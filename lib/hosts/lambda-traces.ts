import type { Context } from 'aws-lambda'
import { runJob } from '../client/run-job.ts'
import { setReleasedVersion } from '../observe/log-version.ts'
import { flushTraces, startTraces } from '../observe/traces/traces.ts'

/** The longest that an answer waits for the collector, in ms: a function is frozen once it has answered. */
const patience = 1_000

/** What is kept for the answer to leave, in ms. */
const margin = 200

/** What traces say of a function. Only one that is packaged with traces on has this module. */
export interface TracedFunction {
  /** What it is called in traces, unless `OTEL_SERVICE_NAME` says so. */
  name: string
  version: string
  /** What a call is named that no request has asked for. */
  job?: string
}

/**
 * Makes the handler of a Lambda function export its spans before it answers, for a second at most; while the collector
 * does not answer, no longer. Best is a collector beside the function: an extension at http://localhost:4318.
 */
export async function traced<Event, Result>(
  handler: (event: Event, context: Context) => Promise<Result>,
  { name, version, job }: TracedFunction,
): Promise<(event: Event, context: Context) => Promise<Result>> {
  setReleasedVersion(version)
  await startTraces(name)
  return async (event, context) => {
    try {
      return await (job === undefined ? handler(event, context) : runJob(job, () => handler(event, context)))
    } finally {
      const remaining = context.getRemainingTimeInMillis?.() ?? patience + margin
      await flushTraces(Math.max(0, Math.min(patience, remaining - margin)))
    }
  }
}
