import { createDurations, type Durations } from './durations.ts'
import type { KitMetric } from './metric-table.ts'

export type Labels = Readonly<Record<string, string>>

/** A number by its labels. */
export interface Value {
  labels: Labels
  value: number
}

/** Durations by their labels. */
export interface Spread extends Durations {
  labels: Labels
}

/** One of the kit's metrics with its series, as a process counts them, and as a worker tells them to its primary. */
export interface Family {
  name: KitMetric
  series: readonly (Value | Spread)[]
}

/** Adds a number to a list, to be changed later. */
export function addValue(list: Value[], labels: Labels): Value {
  const added = { labels, value: 0 }
  list.push(added)
  return added
}

/** Adds durations to a list, to be recorded later. */
export function addSpread(list: Spread[], labels: Labels): Spread {
  const added = { labels, ...createDurations() }
  list.push(added)
  return added
}
