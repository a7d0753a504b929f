import { logger } from '../observe/log.ts'

/** Tells requests that are refused from those that are not. */
export interface Overload {
  /** Whether a request that is here now comes too late to be answered in time. */
  isTooMuch: () => boolean
  /** Says that a request was refused for that. */
  countRefusal: () => void
  /** Watches no more. */
  stop: () => void
}

/** What there is where nobody watches. */
export const notWatched: Overload = { isTooMuch: () => false, countRefusal: () => undefined, stop: () => undefined }

/** For so long turns of the loop have to be late, one after the other: a pause for garbage is no overload. In ms. */
const enduredMs = 1_000

/** After so long without a refusal the overload is over, in ms. */
const quietMs = 2_000

/** While it goes on it is said again, in ms. */
const saidEveryMs = 10_000

/**
 * Watches the event loop. A process with more to do than it can do takes ever longer for each turn of its loop, since
 * every turn has all that came during the one before; each request waits for a whole turn. Once turns have been late for
 * a while, so much of each is spent on requests as the limit allows, and what comes after that is refused. So the process
 * goes on doing what it can, and nobody waits for much longer than two turns.
 *
 * While all is well a request costs the look at one variable.
 *
 * @param limitMs how late a turn may be; 0 watches nothing
 * @param now another clock only in tests, as `performance.now()` counts
 */
export function watchOverload(limitMs: number, now: () => number = () => performance.now()): Overload {
  if (limitMs === 0) return notWatched
  const everyMs = Math.max(1, Math.min(50, limitMs / 4))
  const mostMs = limitMs + everyMs
  let turnAt = now()
  let lateSince: number | undefined
  let begunAt: number | undefined
  let refusedAt = 0
  let saidAt = 0
  let refused = { ever: 0, unsaid: 0 }

  function begin(at: number, lagMs: number): void {
    begunAt = refusedAt = saidAt = at
    refused = { ever: 0, unsaid: 0 }
    logger().warn({ lagMs: Math.round(lagMs), limitMs }, 'overloaded: requests are refused')
  }

  function goOn(at: number, since: number): void {
    const seconds = Math.round((at - since) / 100) / 10
    if (at - refusedAt > quietMs) {
      begunAt = undefined
      logger().warn({ refused: refused.ever, seconds }, 'no longer overloaded')
    } else if (at - saidAt > saidEveryMs) {
      logger().warn({ refused: refused.unsaid, seconds }, 'still overloaded')
      saidAt = at
      refused.unsaid = 0
    }
  }

  const timer = setInterval(() => {
    const at = now()
    const lagMs = at - turnAt - everyMs
    if (lagMs <= limitMs) lateSince = undefined
    else lateSince ??= turnAt
    if (begunAt !== undefined) goOn(at, begunAt)
    // More than one turn: whatever blocks the loop once is over when it is noticed.
    else if (lateSince !== undefined && lateSince !== turnAt && at - lateSince > enduredMs) begin(at, lagMs)
    turnAt = at
  }, everyMs)
  timer.unref()

  return {
    isTooMuch: () => begunAt !== undefined && now() - turnAt > mostMs,
    countRefusal: () => {
      refusedAt = now()
      refused.ever++
      refused.unsaid++
    },
    stop: () => clearInterval(timer),
  }
}
