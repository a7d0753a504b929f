import type { RateLimiterRes } from 'rate-limiter-flexible'
import type { RateLimit } from './operation.ts'

/** How one request was counted. */
export interface Counted {
  allowed: boolean
  /** Requests that the rate still has. */
  remaining: number
  /** Milliseconds until the rate starts anew. */
  resetMs: number
}

/** Counts a request under a key. */
export type Limiter = (key: string) => Promise<Counted>

/** Where requests are counted: in this process, or in the store for all processes that share it. */
export type Counting = 'memory' | 'store'

/** Seconds until a burst that was begun is there again, at least. */
const leastRefill = 60
/** And at least as many times the time of the rate. */
const refillTimes = 10

/**
 * Seconds until a burst is there again, from its first request on: a minute for a rate per second, ten minutes for one
 * per minute. A burst that came with each new window would be nothing but a higher rate.
 */
export const refillSeconds = ({ seconds }: Pick<RateLimit, 'seconds'>): number =>
  Math.max(leastRefill, seconds * refillTimes)

/**
 * Opens the limiter of one operation: windows of `seconds`, each with `rate` requests, and a burst beside them. The
 * window of a key begins with its first request. The library is loaded only now.
 *
 * @param name of the operation; keeps its counts apart from others' in the store
 */
export async function openLimiter(name: string, limit: RateLimit, counting: Counting): Promise<Limiter> {
  const library = await import('./rate-limiters.ts')
  const open =
    counting === 'memory' ? library.openMemory : (await import('./rate-limit-store.ts')).openStoreLimiter(name, library)
  const rate = open({ points: limit.rate, duration: limit.seconds, keyPrefix: 'rate' })
  const limiter =
    limit.burst === 0
      ? rate
      : new library.Bursty(rate, open({ points: limit.burst, duration: refillSeconds(limit), keyPrefix: 'burst' }))

  return async (key) => {
    try {
      return toCounted(true, await limiter.consume(key))
    } catch (refused) {
      if (!(refused instanceof library.Result)) throw refused
      return toCounted(false, refused)
    }
  }
}

const toCounted = (allowed: boolean, { remainingPoints, msBeforeNext }: RateLimiterRes): Counted => ({
  allowed,
  remaining: remainingPoints,
  resetMs: msBeforeNext,
})
