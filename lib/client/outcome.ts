import type { WireResponse } from './send.ts'

/** What one attempt came to. */
export interface Outcome {
  /** Missing where no answer came. */
  response?: WireResponse
  /** Why none came. */
  error?: unknown
  /** No answer came in the time that the attempt had. */
  timedOut: boolean
  /** Whether the other side is to blame: what the breaker counts. */
  isFailure: boolean
  /** In how many ms to try again; undefined where that is of no use, or not allowed. */
  retryIn?: number
}

/** An answer came: 5xx are failures, 4xx are not. */
export const answered = (response: WireResponse): Outcome => ({
  response,
  timedOut: false,
  isFailure: response.status >= 500,
})

/**
 * No answer came.
 *
 * @param attempt.ended whether we stopped waiting
 * @param attempt.hadItsTime false where our own caller gave the attempt less time than it should have: that says nothing
 *   about the other side, and must not open its breaker. That such an attempt closes one which was half open costs a few
 *   attempts; if it kept it open, whoever waits for nothing could do so for everybody
 * @throws the error, where the request could not even be written
 */
export function unanswered(error: unknown, attempt: { ended: boolean; hadItsTime: boolean }): Outcome {
  if (attempt.ended) return { error, timedOut: true, isFailure: attempt.hadItsTime }
  if (error instanceof TypeError) throw error
  return { error, timedOut: false, isFailure: true }
}
