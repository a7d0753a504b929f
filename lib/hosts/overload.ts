import { logger } from '../observe/log.ts'

/** Tells whether a process has more to do than it can. */
export interface Overload {
  /** How long a request may have waited then, in ms. */
  limitMs: number
  /** Asked for each request: requests are to wait for their turn, and late ones to be refused. */
  isOverloaded: () => boolean
  /** Says for how long the first of those that wait has done so, in ms; in each turn in which anybody waits. */
  noticeWait: (ms: number) => void
  /** Says that a request was refused for that. */
  countRefusal: () => void
  /** Watches no more. */
  stop: () => void
}

/** What there is where nobody watches. */
export const notWatched: Overload = {
  limitMs: Number.POSITIVE_INFINITY,
  isOverloaded: () => false,
  noticeWait: () => undefined,
  countRefusal: () => undefined,
  stop: () => undefined,
}

/** For so long turns of the loop have to be late, one after the other: a pause for garbage is no overload. In ms. */
const enduredMs = 1_000

/** After so long without a refusal the overload is over, in ms. */
const quietMs = 2_000

/** While it goes on it is said again, in ms. */
const saidEveryMs = 10_000

/** The clock is looked at for one in so many requests; a power of two. */
const lookEvery = 32

/**
 * Watches the event loop. A process with more to do than it can do takes ever longer for each turn of its loop, since
 * every turn has all that came during the one before; each request waits for a whole turn. Once turns have been late for
 * a while, requests wait in the process instead, where it is known for how long: see `createRequestQueue`.
 *
 * A turn may have no end: libuv looks for more as long as 1,024 connections have something, and no timer comes in between.
 * So requests look at the clock, too.
 *
 * While all is well a request costs the look at two variables.
 *
 * @param limitMs how late a turn may be; 0 watches nothing
 * @param now another clock only in tests, as `performance.now()` counts
 */
export function watchOverload(limitMs: number, now: () => number = () => performance.now()): Overload {
  if (limitMs === 0) return notWatched
  const everyMs = Math.max(1, Math.min(50, limitMs / 4))
  let turnAt = now()
  let lateSince: number | undefined
  let lateRequestAt: number | undefined
  let longWaitAt: number | undefined
  let begunAt: number | undefined
  let refusedAt = 0
  let saidAt: number | undefined
  let requests = 0
  let refused = { ever: 0, unsaid: 0 }

  function begin(at: number): void {
    begunAt = refusedAt = at
    saidAt = undefined
    refused = { ever: 0, unsaid: 0 }
  }

  function goOn(at: number, since: number): void {
    const seconds = Math.round((at - since) / 100) / 10
    if (at - refusedAt > quietMs) {
      begunAt = undefined
      if (saidAt !== undefined) logger().warn({ refused: refused.ever, seconds }, 'no longer overloaded')
    } else if (saidAt !== undefined && at - saidAt > saidEveryMs) {
      logger().warn({ refused: refused.unsaid, seconds }, 'still overloaded')
      saidAt = at
      refused.unsaid = 0
    }
  }

  /** Requests have been late for a while within one turn. */
  function look(): boolean {
    const at = now()
    if (at - turnAt - everyMs <= limitMs) return false
    lateRequestAt ??= at
    if (at - lateRequestAt > enduredMs) begin(at)
    return begunAt !== undefined
  }

  const timer = setInterval(() => {
    const at = now()
    const lagMs = at - turnAt - everyMs
    lateRequestAt = undefined
    if (lagMs <= limitMs) lateSince = undefined
    else lateSince ??= turnAt
    if (begunAt !== undefined) goOn(at, begunAt)
    // More than one turn: whatever blocks the loop once is over when it is noticed.
    else if (lateSince !== undefined && lateSince !== turnAt && at - lateSince > enduredMs) begin(at)
    turnAt = at
  }, everyMs)
  timer.unref()

  return {
    limitMs,
    isOverloaded: () => begunAt !== undefined || (++requests % lookEvery === 0 && look()),
    noticeWait: (ms) => {
      if (ms <= limitMs) longWaitAt = undefined
      else {
        const at = now()
        longWaitAt ??= at
        if (begunAt === undefined && at - longWaitAt > enduredMs) begin(at)
      }
    },
    countRefusal: () => {
      refusedAt = now()
      refused.ever++
      refused.unsaid++
      if (saidAt !== undefined) return
      saidAt = refusedAt
      logger().warn({ limitMs }, 'overloaded: requests are refused')
    },
    stop: () => clearInterval(timer),
  }
}
