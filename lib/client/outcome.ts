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

const retriedStatuses = new Set([500, 502, 503, 504])

/** The first wait before a retry, in ms; it doubles, and up to as much again is added by chance. */
const firstWaitMs = 50

/** No caller is kept waiting longer than this because somebody asks for it (`retry-after`), in ms. */
const longestWaitMs = 5_000

/**
 * How long to wait before a further attempt, in ms; undefined where one is of no use.
 *
 * @param attempt counts from 0
 * @param random 0 to 1
 */
export function retryDelay({ response, error }: Outcome, attempt: number, random: number): number | undefined {
  // An answer beyond all bounds will be no smaller.
  if (error instanceof RangeError) return undefined
  const wait = firstWaitMs * 2 ** attempt * (1 + random)
  if (response === undefined) return wait
  const asked = retryAfter(response)
  if (!retriedStatuses.has(response.status) && !(response.status === 429 && asked !== undefined)) return undefined
  if (asked === undefined) return wait
  return asked > longestWaitMs ? undefined : Math.max(asked, wait)
}

/** `retry-after` in ms: seconds or a date (RFC 9110, section 10.2.3). */
function retryAfter({ headers }: WireResponse): number | undefined {
  const header = headers['retry-after']
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}
