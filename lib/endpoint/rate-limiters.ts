/// <reference path="./rate-limiter-flexible.d.ts" />
import type { RateLimiterRes } from 'rate-limiter-flexible'
import Bursty from 'rate-limiter-flexible/lib/BurstyRateLimiter.js'
import Memory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import Result from 'rate-limiter-flexible/lib/RateLimiterRes.js'

export { Bursty, Result }

/** Counts up to `points` per key within `duration` seconds. */
export interface LimiterOptions {
  points: number
  duration: number
  keyPrefix: string
}

/** What the library's limiters have in common and the kit uses: it throws a `RateLimiterRes` once there is no point left. */
export interface PointLimiter {
  consume: (key: string) => Promise<RateLimiterRes>
}

/** Keys that one limiter remembers, 200 to 300 bytes each. */
export const mostKeys = 50_000

/**
 * A limiter in memory. The library forgets a key when its window ends; a caller of very many addresses could still fill
 * the memory within a long window, so beyond {@link mostKeys} the oldest are forgotten: their clients start anew.
 */
export function openMemory(options: LimiterOptions): PointLimiter {
  const limiter = new Memory(options)
  /** Key → when its window ends. All windows are of one length, so the order of insertion is that of their ends. */
  const ends = new Map<string, number>()

  function remember(key: string): void {
    const now = Date.now()
    ends.delete(key)
    ends.set(key, now + options.duration * 1000)
    for (const [oldest, end] of ends) {
      if (end > now && ends.size <= mostKeys) break
      ends.delete(oldest)
      if (end > now) void limiter.delete(oldest)
    }
  }

  return {
    async consume(key) {
      const result = await limiter.consume(key)
      if (result.isFirstInDuration) remember(key)
      return result
    },
  }
}
