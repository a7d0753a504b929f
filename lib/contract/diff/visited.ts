import type { Schema } from '../document.ts'
import type { Comparison } from './change.ts'
import { isSame } from './same.ts'

/** Pairs of schemas that are being compared, or have been: what is recursive ends there, and nothing is told twice. */
export interface Visited {
  pairs: Map<Schema, Map<Schema, 'open' | 'same' | 'changed'>>
  /** How often a pair was met again that has changed. */
  repeats: number
  /** How much changes between two alternatives that were tried for a pair: that decides only which are compared. */
  tried: Map<Schema, Map<Schema, number>>
}

export const noneVisited = (): Visited => ({ pairs: new Map(), repeats: 0, tried: new Map() })

/** A copy, to try what would be told. */
export const copyVisited = ({ pairs, tried }: Visited): Visited => ({
  pairs: new Map([...pairs].map(([old, partners]) => [old, new Map(partners)])),
  repeats: 0,
  tried,
})

/** Whether a pair needs no further look; where it has changed, that counts all the same. */
export function isVisited(comparison: Comparison, visited: Visited, old: Schema, fresh: Schema): boolean {
  const state = visited.pairs.get(old)?.get(fresh)
  if (state === undefined) return false
  if (state === 'changed' || (state === 'open' && !isSame(comparison.old, old, comparison.new, fresh)))
    visited.repeats++
  return true
}

/** How many changes there are so far of what is valid, with those that were told elsewhere. */
export const countChanges = ({ found }: Comparison, { repeats }: Visited): number =>
  repeats + found.filter(({ level }) => level !== 'documentation').length
