import { collectDefaultMetrics, Registry } from 'prom-client'

/** A metric as prom-client has it. */
export interface PlainMetric {
  name: string
  help: string
  type: string
  values: readonly PlainValue[]
}

export interface PlainValue {
  labels: Readonly<Record<string, string | number>>
  value: number
  /** Where it is another one than the metric's: that of a bucket, a sum or a count. */
  metricName?: string
}

/** Gauges whose names say that they are counters, which no linter of Prometheus lets pass; the same is in others. */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total']

/**
 * Watches the process itself from now on: event loop, heap, garbage collection, CPU, files.
 *
 * @returns what it is like at the moment; the lag of the event loop since it was last asked for
 */
export function watchRuntime(): () => Promise<PlainMetric[]> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const name of misnamed) registry.removeSingleMetric(name)
  return async () => {
    const metrics = await registry.getMetricsAsJSON()
    // Their own rules for adding them up are of no use: each is told by its worker.
    return metrics.map(({ name, help, type, values }) => ({ name, help, type: String(type), values }) as PlainMetric)
  }
}
