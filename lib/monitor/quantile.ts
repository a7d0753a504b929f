/** How many are at most so large: a bucket of a histogram, counted from the smallest. */
export interface Bucket {
  /** `le`, the largest that it counts. */
  upTo: number
  count: number
}

/**
 * A quantile of a histogram, as Prometheus' `histogram_quantile` estimates it: evenly spread within a bucket; of the last
 * one, which has no end, where it begins.
 *
 * @returns undefined where nothing was counted
 * @example
 * quantile(0.5, [{ upTo: 1, count: 2 }, { upTo: Infinity, count: 2 }]) // 0.5
 */
export function quantile(share: number, buckets: readonly Bucket[]): number | undefined {
  const sorted = [...buckets].sort((one, other) => one.upTo - other.upTo)
  const total = sorted.at(-1)?.count ?? 0
  if (total <= 0) return undefined
  const rank = share * total
  const at = sorted.findIndex(({ count }) => count >= rank)
  const bucket = sorted[at]
  if (bucket === undefined) return undefined
  const below = sorted[at - 1] ?? { upTo: 0, count: 0 }
  if (bucket.upTo === Number.POSITIVE_INFINITY) return below.upTo
  return below.upTo + (bucket.upTo - below.upTo) * ((rank - below.count) / (bucket.count - below.count))
}
