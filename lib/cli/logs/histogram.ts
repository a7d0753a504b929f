/** 16 buckets between a power of two and the next one: a bucket is 6 % wide at most. */
const steps = 16
const mostMicroseconds = 2 ** 31 - 1

/** Counts durations in constant memory: 464 numbers, from 1 µs to 35 min. */
export interface Histogram {
  count: number
  max: number
  buckets: Float64Array
}

export const createHistogram = (): Histogram => ({ count: 0, max: 0, buckets: new Float64Array(29 * steps) })

/** @param ms at least 0; longer than 35 min counts as that */
export function recordDuration(histogram: Histogram, ms: number): void {
  const value = Math.min(Math.max(Math.round(ms * 1_000), 0), mostMicroseconds)
  const at = bucketOf(value)
  histogram.buckets[at] = (histogram.buckets[at] ?? 0) + 1
  histogram.count++
  histogram.max = Math.max(histogram.max, ms)
}

function bucketOf(value: number): number {
  if (value < steps) return value
  const exponent = 31 - Math.clz32(value)
  return (exponent - 3) * steps + ((value >> (exponent - 4)) & (steps - 1))
}

/** The middle of a bucket, in µs. */
function middleOf(bucket: number): number {
  if (bucket < steps) return bucket
  const exponent = Math.floor(bucket / steps) + 3
  const width = 2 ** (exponent - 4)
  return 2 ** exponent + (bucket % steps) * width + width / 2
}

/**
 * The duration that so many of them do not exceed, within 3 %.
 *
 * @param share 0 to 1
 * @returns ms; 0 where there are none
 */
export function percentile({ count, buckets, max }: Histogram, share: number): number {
  let left = Math.max(1, Math.ceil(count * share))
  for (let at = 0; at < buckets.length && count > 0; at++) {
    left -= buckets[at] ?? 0
    if (left <= 0) return Math.min(middleOf(at) / 1_000, max)
  }
  return 0
}

/** How many there are in each power of two, from 32 µs on; what is shorter stands in the first. */
export const octaves = ({ buckets }: Histogram): number[] =>
  Array.from({ length: 28 }, (_, octave) => {
    const from = octave === 0 ? 0 : (octave + 1) * steps
    return buckets.subarray(from, (octave + 2) * steps).reduce((sum, count) => sum + count, 0)
  })

/** Where an octave of {@link octaves} begins, in ms. */
export const octaveStart = (octave: number): number => (octave === 0 ? 0 : 2 ** (octave + 4) / 1_000)
