import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { currentTrace } from '../observe/current-trace.ts'
import { logger } from '../observe/log.ts'
import { isOfJob, tellJob } from '../observe/started-job.ts'
import { startTrace, type TraceContext } from '../observe/trace-context.ts'

/** What a call to another service belongs to. The request that a handler gets is one. */
export interface CallContext {
  readonly requestId: string
  readonly trace: TraceContext
  /** Ends the call when it is aborted. */
  readonly signal?: AbortSignal
  /** When the answer is of no use any more, in ms since 1970. */
  readonly deadline?: number
  readonly log?: Logger
  /**
   * Names what is carried out once, however often it is asked for: keys of calls are made from it. A request that came
   * with an `Idempotency-Key` has one, which is another for each caller and operation.
   */
  readonly idempotencyScope?: string | undefined
  /** Where the caller's own token is, for `token: 'caller'`. */
  readonly event?: { readonly headers: Readonly<Record<string, string | undefined>> }
}

/** How long a whole job may wait for others, in ms; without it each attempt has its own limit. */
export interface JobOptions {
  timeoutMs?: number
}

/**
 * What calls belong to that no request has asked for: a request id and a trace of their own. Within {@link runJob} or a
 * recovery pass, whose trace is followed, it is that one's.
 *
 * @param name what the log and the trace say of it
 * @example
 * import { jobContext } from 'twelvefold'
 *
 * const call = jobContext('recover-orders')
 * call.log.info('begins')
 */
export function jobContext(name: string, options: JobOptions = {}): CallContext & { log: Logger } {
  return contextOf(name, runningJob() ?? startAlone(name), options)
}

function runningJob(): TraceContext | undefined {
  const trace = currentTrace()
  return trace !== undefined && isOfJob(trace) ? trace : undefined
}

function startAlone(name: string): TraceContext {
  const trace = startTrace()
  tellJob({ name, trace, startedAt: performance.now(), ended: undefined })
  return trace
}

/** The context of a job that has a trace already. */
export function contextOf(name: string, trace: TraceContext, options: JobOptions = {}): CallContext & { log: Logger } {
  const requestId = `${name}-${randomUUID()}`
  const { traceId, spanId } = trace
  return {
    requestId,
    trace,
    log: logger().child({ job: name, requestId, traceId, spanId }),
    ...(options.timeoutMs === undefined ? {} : { deadline: Date.now() + options.timeoutMs }),
  }
}
