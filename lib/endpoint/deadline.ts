import { problem } from '../problem/problem.ts'
import type { EndpointContext } from './exchange.ts'
import type { EndpointRequest } from './request.ts'

/** What is left for the problem to reach the client, where the host itself cuts the call off (Lambda), in ms. */
const margin = 500

/** Waits for a handler's promise for as long as the operation or the host allows; then `timeout` (504). */
export function withinTime(
  result: PromiseLike<unknown>,
  limitMs: number,
  request: EndpointRequest,
  context: EndpointContext,
): Promise<unknown> {
  const remaining = context.getRemainingTimeInMillis?.()
  const ms = remaining === undefined ? limitMs : Math.min(limitMs, Math.max(0, remaining - margin))
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const reason = problem('timeout', `The operation took more than ${ms} ms.`)
      request.abort(reason)
      reject(reason)
    }, ms)
    const settle = (done: () => void): void => {
      clearTimeout(timer)
      done()
    }
    result.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    )
  })
}
