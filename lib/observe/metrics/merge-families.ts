import type { Family, Spread, Value } from './family.ts'
import { type KitMetric, kitMetrics } from './metric-table.ts'

type Series = Value | Spread

/** Says what is deployed, however many processes say it. */
const saidOnce: ReadonlySet<KitMetric> = new Set(['twelvefold_build_info'])

/** Adds up the metrics of several processes, series by series. */
export function mergeFamilies(processes: readonly (readonly Family[])[]): Family[] {
  const merged = new Map<KitMetric, Map<string, Series>>()
  for (const { name, series } of processes.flat()) {
    const known = merged.get(name) ?? new Map<string, Series>()
    merged.set(name, known)
    for (const one of series) {
      const key = JSON.stringify(one.labels)
      const other = known.get(key)
      if (other === undefined) known.set(key, one)
      else if (!saidOnce.has(name)) known.set(key, add(one, other))
    }
  }
  return [...merged].map(([name, series]) => ({ name, series: [...series.values()] }))
}

function add(one: Series, other: Series): Series {
  const { labels } = one
  if ('value' in one) return { labels, value: one.value + ('value' in other ? other.value : 0) }
  if ('value' in other) return one
  return {
    labels,
    buckets: one.buckets.map((count, at) => count + (other.buckets[at] ?? 0)),
    sum: one.sum + other.sum,
    count: one.count + other.count,
  }
}

/** What is left of a process that has ended: what it has counted, and not what it was like. */
export const onlyCounted = (families: readonly Family[]): Family[] =>
  families.filter(({ name }) => kitMetrics[name].type !== 'gauge')
