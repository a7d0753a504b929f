// What went between the parts of the system in the last minutes.

import { percentile } from './format.js'

/** In ms. */
export const span = 5 * 60_000

export const keyOf = (from, to) => `${from} → ${to}`

/**
 * @returns `from → to` → `{ from, to, count, failed, perMinute, p50, p95 }`
 */
export function edgesOf(flows, now = Date.now()) {
  const groups = new Map()
  for (const { from, to, at, ms, failed } of flows) {
    if (now - at > span) continue
    const key = keyOf(from, to)
    const group = groups.get(key) ?? { from, to, count: 0, failed: 0, first: at, times: [] }
    group.count += 1
    group.failed += failed ? 1 : 0
    group.first = Math.min(group.first, at)
    group.times.push(ms)
    groups.set(key, group)
  }
  for (const group of groups.values()) {
    const sorted = group.times.sort((a, b) => a - b)
    // Less than a minute is not made up to one.
    group.perMinute = group.count / Math.max(1, (now - group.first) / 60_000)
    group.p50 = percentile(sorted, 0.5)
    group.p95 = percentile(sorted, 0.95)
    delete group.times
  }
  return groups
}

export const rateOf = ({ perMinute }) =>
  `${perMinute < 9.5 ? Math.round(perMinute * 10) / 10 : Math.round(perMinute)}/min`

export const failedShare = ({ failed, count }) =>
  failed === 0 ? '0' : `${failed} (${Math.round((failed / count) * 100)} %)`
