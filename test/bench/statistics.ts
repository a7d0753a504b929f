/** Samples boiled down to what a table shows. */
export interface Summary {
  median: number
  min: number
  max: number
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export function summarise(values: readonly number[]): Summary {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) }
}

/**
 * The ratios of values that were measured in the same round. What disturbs a whole round is in both of them, and so
 * not in their ratio.
 */
export function ratios(values: readonly number[], references: readonly number[]): number[] {
  return values.map((value, round) => value / (references[round] ?? Number.NaN))
}

/** Differences of values that were measured in the same round. */
export function differences(values: readonly number[], references: readonly number[]): number[] {
  return values.map((value, round) => value - (references[round] ?? Number.NaN))
}

/** A new order (Fisher and Yates), so that none is always the one that comes after a certain other one. */
export function shuffle<Item>(items: readonly Item[]): Item[] {
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const at = Math.floor(Math.random() * (last + 1))
    const [a, b] = [shuffled[at], shuffled[last]]
    if (a !== undefined && b !== undefined) [shuffled[at], shuffled[last]] = [b, a]
  }
  return shuffled
}
