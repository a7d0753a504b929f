import type { PlainMetric } from './runtime-metrics.ts'

/** Says of each number which worker's it is. */
export const labelled = (metrics: readonly PlainMetric[], worker: string): PlainMetric[] =>
  metrics.map((metric) => ({
    ...metric,
    values: metric.values.map((one) => ({ ...one, labels: { ...one.labels, worker } })),
  }))

/** Puts the numbers of several processes into one metric each, side by side. */
export function joinRuntimes(processes: readonly (readonly PlainMetric[])[]): PlainMetric[] {
  const joined = new Map<string, PlainMetric>()
  for (const metric of processes.flat()) {
    const known = joined.get(metric.name)
    joined.set(metric.name, known === undefined ? metric : { ...known, values: [...known.values, ...metric.values] })
  }
  return [...joined.values()]
}
