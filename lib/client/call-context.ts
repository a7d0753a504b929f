import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { logger } from '../observe/log.ts'
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
  /** Where the caller's own token is, for `token: 'caller'`. */
  readonly event?: { readonly headers: Readonly<Record<string, string | undefined>> }
}

/**
 * What calls belong to that no request has asked for, such as those of a recovery pass: a request id and a trace of
 * their own.
 *
 * @param name what the log says of it
 * @param options.timeoutMs how long the whole job may wait for others, in ms; without it each attempt has its own limit
 * @example
 * import { jobContext } from 'twelvefold'
 *
 * const call = jobContext('recover-orders')
 * call.log.info('begins')
 */
export function jobContext(name: string, options: { timeoutMs?: number } = {}): CallContext & { log: Logger } {
  const requestId = `${name}-${randomUUID()}`
  const trace = startTrace()
  const { traceId, spanId } = trace
  return {
    requestId,
    trace,
    log: logger().child({ job: name, requestId, traceId, spanId }),
    ...(options.timeoutMs === undefined ? {} : { deadline: Date.now() + options.timeoutMs }),
  }
}
