import type { EndpointResult } from '../endpoint/exchange.ts'
import type { EndpointRequest } from '../endpoint/request.ts'
import { listeners } from './listeners.ts'

/** A request that has been answered: what logs, metrics and traces tell of it. */
export interface FinishedRequest {
  /** `kit` where no operation was meant: an unknown path, a wrong verb, a request that could not be read. */
  service: string
  operation: string
  method: string
  /** The path template: `/orders/{orderId}`; undefined where no operation was meant. */
  path: string | undefined
  status: number
  /** Milliseconds, as `performance.now()` counts. */
  startedAt: number
  durationMs: number
  request: EndpointRequest
  /** What was thrown, where the answer is a problem. */
  error: unknown
  /** The answer itself. Middlewares further out may still add headers to it, and `head` takes its body away. */
  result: EndpointResult
}

const requests = listeners<FinishedRequest>()

/** Whether anybody wants to hear of requests: else nothing is measured. */
export const isObserved = (): boolean => requests.any

/**
 * Hears of every request that is answered, once its answer is made.
 *
 * @returns what ends it
 * @example
 * const stop = onFinished(({ operation, status, durationMs }) => console.log(operation, status, durationMs))
 */
export const onFinished = requests.on

export const tellFinished = requests.tell
