import { listeners } from './listeners.ts'
import type { TraceContext } from './trace-context.ts'

/** One attempt to call another service, once it is over. */
export interface FinishedCall {
  /** The other service, and the operation that was called. */
  upstream: string
  call: string
  method: string
  /** The path template: `/catalog/products/{productId}`. */
  path: string
  /** What was asked, in full: its path and its query may be somebody's. */
  url: URL
  /** Undefined where no answer came. */
  status: number | undefined
  /** Why none came. */
  error: unknown
  /** Counts from 0. */
  attempt: number
  /** Milliseconds, as `performance.now()` counts. */
  startedAt: number
  durationMs: number
  /** The attempt's own span, and the trace of whoever calls, whose span is its parent. */
  spanId: string
  trace: TraceContext
}

const calls = listeners<FinishedCall>()

/**
 * Hears of every attempt to call another service, once it is over.
 *
 * @returns what ends it
 * @example
 * const stop = onCall(({ upstream, call, status, durationMs }) => console.log(upstream, call, status, durationMs))
 */
export const onCall = calls.on

export const tellCall = calls.tell
