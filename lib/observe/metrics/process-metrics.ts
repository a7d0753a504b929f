import { countCalls } from './call-metrics.ts'
import type { Family } from './family.ts'
import { countRequests } from './request-metrics.ts'
import { type PlainMetric, watchRuntime } from './runtime-metrics.ts'
import { countStoreAccesses } from './store-metrics.ts'

/** What one process has to tell. */
export interface Snapshot {
  kit: readonly Family[]
  /** What is of the process itself, and cannot be added up. */
  runtime: readonly PlainMetric[]
}

/** The metrics of this process. */
export interface ProcessMetrics {
  /** What the kit counts: at once, so that also a process that ends can tell it. */
  kit: () => Family[]
  snapshot: () => Promise<Snapshot>
}

/**
 * Counts and watches what this process does, from now on: once in a process.
 *
 * @param release what is deployed
 */
export function startMetrics(release: { version: string; commit: string }): ProcessMetrics {
  const { version, commit } = release
  const built: Family = { name: 'twelvefold_build_info', series: [{ labels: { version, commit }, value: 1 }] }
  const sources = [countRequests(), countStoreAccesses(), countCalls()]
  const runtime = watchRuntime()
  const kit = (): Family[] => [...sources.flatMap((families) => families()), built]
  return { kit, snapshot: async () => ({ kit: kit(), runtime: await runtime() }) }
}
