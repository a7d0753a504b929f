/** The upper bounds of the buckets of every duration, in seconds; what is longer is in one more. */
export const bounds: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** How durations are spread. */
export interface Durations {
  /** How many fell into each bucket, and into no lower one; one more than {@link bounds}. */
  buckets: number[]
  /** In seconds. */
  sum: number
  count: number
}

export const createDurations = (): Durations => ({ buckets: Array(bounds.length + 1).fill(0), sum: 0, count: 0 })

/** Adds a duration, in ms. */
export function recordDuration(durations: Durations, ms: number): void {
  const seconds = ms / 1_000
  let at = 0
  while (seconds > (bounds[at] ?? Number.POSITIVE_INFINITY)) at++
  durations.buckets[at] = (durations.buckets[at] ?? 0) + 1
  durations.sum += seconds
  durations.count++
}
