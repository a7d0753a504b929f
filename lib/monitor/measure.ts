import type { Sample } from './exposition.ts'
import type { Increase } from './instances.ts'
import { type Bucket, quantile } from './quantile.ts'

/** What the metrics of one scrape say of the time since the last one. */
export interface Measured {
  /** Requests a second, of services alone. */
  rate: number
  /** The share of them that were answered with a 5xx. */
  errors: number
  /** How long 99 of 100 of them took at most. */
  p99Seconds: number | undefined
  services: ServiceMeasure[]
  /** How late the event loop was: the latest of several workers. */
  lagSeconds: number | undefined
  /** Collections whose store could not be reached or written. */
  failingStores: string[]
  /** Services that are not called any more, since they failed. */
  openBreakers: string[]
  silentWorkers: number
  /** Workers that were started anew since. */
  restarts: number
}

export interface ServiceMeasure {
  service: string
  rate: number
  errors: number
  p99Seconds: number | undefined
}

/** Probes and scrapes are asked for by whoever watches. */
const ofNoService = ['kit', 'docs']

/** Adds up what an instance tells. */
export function measure(samples: readonly Sample[], { seconds, of }: Increase): Measured {
  const named = (name: string): Sample[] => samples.filter((sample) => sample.name === name)
  const answered = named('twelvefold_requests_total').filter(isOfService)
  const buckets = named('twelvefold_request_duration_seconds_bucket').filter(isOfService)

  const sum = (some: readonly Sample[]): number => some.reduce((total, sample) => total + of(sample), 0)
  const summarise = (service?: string): Omit<ServiceMeasure, 'service'> => {
    const isOf = ({ labels }: Sample): boolean => service === undefined || labels.service === service
    const own = answered.filter(isOf)
    const count = sum(own)
    const failed = sum(own.filter(({ labels }) => labels.status_class === '5xx'))
    return {
      rate: seconds > 0 ? count / seconds : 0,
      errors: count > 0 ? failed / count : 0,
      p99Seconds: quantile(0.99, joinBuckets(buckets.filter(isOf), of)),
    }
  }

  const services = [...new Set(answered.map(({ labels }) => labels.service ?? ''))].sort()
  const lags = named('nodejs_eventloop_lag_p99_seconds').map(({ value }) => value)
  return {
    ...summarise(),
    services: services.map((service) => ({ service, ...summarise(service) })),
    lagSeconds: lags.length > 0 ? Math.max(...lags) : undefined,
    failingStores: labelsOf(named('twelvefold_store_accesses_total'), 'collection', (sample) =>
      sample.labels.outcome === 'failed' ? of(sample) : 0,
    ),
    openBreakers: labelsOf(named('twelvefold_client_breakers'), 'upstream', ({ labels, value }) =>
      labels.state === 'open' ? value : 0,
    ),
    silentWorkers: named('twelvefold_workers')
      .filter(({ labels }) => labels.state === 'silent')
      .reduce((total, { value }) => total + value, 0),
    restarts: sum(named('twelvefold_worker_restarts_total')),
  }
}

const isOfService = ({ labels }: Sample): boolean => !ofNoService.includes(labels.service ?? '')

function joinBuckets(samples: readonly Sample[], of: Increase['of']): Bucket[] {
  const counts = new Map<number, number>()
  for (const sample of samples) {
    const upTo = sample.labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(sample.labels.le)
    counts.set(upTo, (counts.get(upTo) ?? 0) + of(sample))
  }
  return [...counts].map(([upTo, count]) => ({ upTo, count }))
}

function labelsOf(samples: readonly Sample[], label: string, weigh: (sample: Sample) => number): string[] {
  const found = samples.filter((sample) => weigh(sample) > 0).map(({ labels }) => labels[label] ?? '')
  return [...new Set(found)].sort()
}
