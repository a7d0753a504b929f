import type { EndpointRequest } from '../endpoint/request.ts'

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
}

type Listener = (finished: FinishedRequest) => void

let listeners: readonly Listener[] = []

/** Whether anybody wants to hear of requests: else nothing is measured. */
export const isObserved = (): boolean => listeners.length > 0

/**
 * Hears of every request that is answered, once its answer is made. A listener must not throw, and costs every request
 * what it costs.
 *
 * @returns what ends it
 * @example
 * const stop = onFinished(({ operation, status, durationMs }) => console.log(operation, status, durationMs))
 */
export function onFinished(listener: Listener): () => void {
  listeners = [...listeners, listener]
  return () => {
    listeners = listeners.filter((other) => other !== listener)
  }
}

export function tellFinished(finished: FinishedRequest): void {
  for (const listener of listeners) listener(finished)
}
