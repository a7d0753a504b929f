import { problem } from '../problem/problem.ts'
import type { EndpointContext } from './exchange.ts'
import type { EndpointRequest } from './request.ts'

/** The header that passes on how many ms a caller will wait. */
export const timeoutHeader = 'x-request-timeout-ms'

/** What is left for the problem to reach the client, where the host itself cuts the call off (Lambda), in ms. */
const margin = 500

/** The longest that a timer of Node waits. */
const longest = 2 ** 31 - 1

/** How long a call may take: `allowedMs` from when it began, which is until `deadline`, in ms since 1970. */
export interface TimeAllowed {
  allowedMs: number
  deadline: number
}

/**
 * How long a call that begins now may take: the least of what the operation, its caller and its host allow. A header
 * that is no whole number of ms says nothing.
 */
export function allowTime(
  limitMs: number,
  headers: Readonly<Record<string, string | undefined>>,
  context: EndpointContext,
): TimeAllowed {
  const given = headers[timeoutHeader]
  const wanted = given !== undefined && /^\d{1,10}$/.test(given) ? Number(given) : longest
  const remaining = context.getRemainingTimeInMillis?.()
  const hosted = remaining === undefined ? longest : Math.max(0, remaining - margin)
  const allowedMs = Math.min(limitMs, wanted, hosted, longest)
  return { allowedMs, deadline: Date.now() + allowedMs }
}

/** Waits for a handler's promise until the request's deadline; then `timeout` (504). */
export function withinTime(result: PromiseLike<unknown>, request: EndpointRequest): Promise<unknown> {
  const { allowedMs, deadline } = request.time
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => {
        const reason = problem('timeout', `The operation took more than ${allowedMs} ms.`)
        request.abort(reason)
        reject(reason)
      },
      Math.max(0, deadline - Date.now()),
    )
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
