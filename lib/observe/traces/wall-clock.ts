/** More is no jitter: the clock was set, or the process was frozen, as functions are. */
const drift = 10

/** More between two looks at a clock, in ms, and something else had the processor: then the clocks cannot be compared. */
const pause = 1

let origin = compareClocks()

/** What the time of day is ahead of `performance.now()`, in ms. */
function compareClocks(): number {
  for (;;) {
    const before = performance.now()
    const day = Date.now()
    const after = performance.now()
    if (after - before < pause) return day - after
  }
}

/**
 * The time of day of a moment that `performance.now()` has told, in ms since 1970. Moments that are near each other stay
 * in their order, since the two clocks are compared anew only when they have parted.
 */
export function toWallClock(moment: number): number {
  const now = compareClocks()
  if (Math.abs(now - origin) > drift) origin = now
  return origin + moment
}
