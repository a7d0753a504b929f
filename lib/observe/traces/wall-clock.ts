/** More is no jitter: the clock was set, or the process was frozen, as functions are. */
const drift = 10

let origin = Date.now() - performance.now()

/**
 * The time of day of a moment that `performance.now()` has told, in ms since 1970. Moments that are near each other stay
 * in their order, since the two clocks are compared anew only when they have parted.
 */
export function toWallClock(moment: number): number {
  const now = Date.now() - performance.now()
  if (Math.abs(now - origin) > drift) origin = now
  return origin + moment
}
