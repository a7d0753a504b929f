import type { Logger } from 'pino'
import { runWithin } from '../observe/current-trace.ts'
import { tellJob } from '../observe/started-job.ts'
import { startTrace } from '../observe/trace-context.ts'
import { type CallContext, contextOf, type JobOptions } from './call-context.ts'

/**
 * Runs work that no request has asked for, in a trace of its own: its calls to other services, its accesses to the
 * store and its log lines hang together. The recovery passes of services are run like this.
 *
 * @param name what the log and the trace say of it
 * @param run is given what its calls belong to
 * @throws what `run` throws
 * @example
 * import { runJob } from 'twelvefold'
 *
 * const count = await runJob('nightly-report', async (call) => {
 *   call.log.info('begins')
 *   return 3
 * })
 */
export async function runJob<Result>(
  name: string,
  run: (call: CallContext & { log: Logger }) => Result | Promise<Result>,
  options: JobOptions = {},
): Promise<Result> {
  const trace = startTrace()
  let end: (error: unknown) => void = () => undefined
  const ended = new Promise<unknown>((resolve) => (end = resolve))
  tellJob({ name, trace, startedAt: performance.now(), ended })
  try {
    const result = await runWithin(trace, () => run(contextOf(name, trace, options)))
    end(undefined)
    return result
  } catch (error) {
    end(error ?? new Error('The job has failed and does not say why'))
    throw error
  }
}
