import { type Problem, problem } from '../problem/problem.ts'
import type { Outcome } from './outcome.ts'
import type { WireResponse } from './send.ts'

/** What is said where nobody knows better, in s. */
const retryAfter = '5'

/**
 * The problem of a call that got no answer below 500. It names the service and nothing of it: no address, no body.
 *
 * @param call what was called, for the log
 */
export function failureOf(service: string, call: string, { response, error, timedOut }: Outcome): Problem {
  if (response !== undefined) return serverFailure(service, call, response)
  const cause = new Error(`${call} of ${service} got no answer`, { cause: error })
  if (timedOut) return problem('timeout', `${service} did not answer in time.`, { cause })
  if (error instanceof RangeError)
    return problem('bad-gateway', `${service} answered with too large a body.`, { cause })
  return problem('bad-gateway', `${service} cannot be reached.`, { cause })
}

function serverFailure(service: string, call: string, { status, headers }: WireResponse): Problem {
  const cause = new Error(`${call} of ${service} answered ${status}`)
  if (status === 503) return unavailable(service, headers['retry-after'], cause)
  if (status === 504) return problem('timeout', `${service} did not answer in time.`, { cause })
  return problem('bad-gateway', `${service} failed.`, { cause })
}

/** It answers, but not now; `wait` as the other side has said it. */
export const unavailable = (service: string, wait: string | undefined, cause?: unknown): Problem =>
  problem('service-unavailable', `${service} is not available.`, {
    headers: { 'retry-after': wait ?? retryAfter },
    cause,
  })

/**
 * The problem of a call that was not even tried: the breaker is open, or too many calls wait already.
 *
 * @param opensIn how long the breaker stays open, in ms
 * @returns the error itself, where it is none of cockatiel's
 */
export function refusalOf(service: string, error: unknown, opensIn: number): unknown {
  if (!(error instanceof Error)) return error
  // Recognised by their marks: cockatiel is loaded at the first call, and not for this.
  if ('isBrokenCircuitError' in error)
    return unavailable(service, String(Math.max(1, Math.ceil(opensIn / 1_000))), error)
  if ('isBulkheadRejectedError' in error) return unavailable(service, '1', error)
  if ('isTaskCancelledError' in error) return problem('timeout', `${service} did not answer in time.`, { cause: error })
  return error
}
