import { AggregatorRegistry } from 'prom-client'
import { bounds } from './durations.ts'
import type { Family, Spread, Value } from './family.ts'
import { kitMetrics } from './metric-table.ts'
import type { Snapshot } from './process-metrics.ts'
import type { PlainMetric, PlainValue } from './runtime-metrics.ts'

/** How metrics can be written, as `Accept` names it, and what the answer says that it is. */
export const formats = {
  'text/plain': 'text/plain; version=0.0.4; charset=utf-8',
  'application/openmetrics-text': 'application/openmetrics-text; version=1.0.0; charset=utf-8',
} as const

export type Format = keyof typeof formats

/** Writes metrics in the text format of Prometheus, or in that of OpenMetrics. */
export async function renderMetrics({ kit, runtime }: Snapshot, format: Format): Promise<string> {
  const metrics = [...kit.filter(({ series }) => series.length > 0).map(toPlain), ...runtime]
  const registry = AggregatorRegistry.aggregate([
    metrics.map((metric) => ({ ...metric, name: nameIn(format, metric), aggregator: 'first' })),
  ])
  registry.setContentType(formats[format])
  return registry.metrics()
}

/** In OpenMetrics a counter has its suffix where its number stands, and not where it is described. */
const nameIn = (format: Format, { name, type }: PlainMetric): string =>
  format === 'application/openmetrics-text' && type === 'counter' ? name.replace(/_total$/, '') : name

function toPlain({ name, series }: Family): PlainMetric {
  const { help, type } = kitMetrics[name]
  return { name, help, type, values: series.flatMap((one) => toValues(name, one)) }
}

function toValues(name: string, series: Value | Spread): PlainValue[] {
  if ('value' in series) return [series]
  const { labels, buckets, sum, count } = series
  let below = 0
  return [
    ...bounds.map((bound, at) => {
      below += buckets[at] ?? 0
      return { metricName: `${name}_bucket`, labels: { le: bound, ...labels }, value: below }
    }),
    { metricName: `${name}_bucket`, labels: { le: '+Inf', ...labels }, value: count },
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ]
}
