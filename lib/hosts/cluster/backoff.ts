/** How long to wait before another try, in ms. */
export interface BackoffOptions {
  firstMs: number
  mostMs: number
  /** Who has lived for so long was well: the next wait is the first again. */
  wellAfterMs: number
}

/** How long to wait after somebody who has lived for so long, both in ms. */
export type Backoff = (livedMs: number) => number

/**
 * Waits between restarts of what keeps ending: twice as long each time, up to a limit.
 *
 * @example
 * const waitAfter = createBackoff({ firstMs: 100, mostMs: 30_000, wellAfterMs: 30_000 })
 * waitAfter(0) // 100
 * waitAfter(0) // 200
 * waitAfter(60_000) // 100
 */
export function createBackoff({ firstMs, mostMs, wellAfterMs }: BackoffOptions): Backoff {
  let failures = 0
  return (livedMs) => {
    if (livedMs >= wellAfterMs) failures = 0
    return Math.min(firstMs * 2 ** failures++, mostMs)
  }
}
