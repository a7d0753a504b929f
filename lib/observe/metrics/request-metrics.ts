import { onFinished } from '../finished-request.ts'
import { requestsInFlight } from '../in-flight.ts'
import { recordDuration } from './durations.ts'
import { addSpread, addValue, type Family, type Spread, type Value } from './family.ts'
import type { LabelsOf } from './metric-table.ts'
import { remember } from './remember.ts'
import { statusClass } from './status-class.ts'

/** Any other is a client's own word (RFC 9110, section 9.1), of which there must not be a series each. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * Counts and times every answer from now on, by its operation: rate, errors, duration.
 *
 * @returns what has been counted
 */
export function countRequests(): () => Family[] {
  const counts: Value[] = []
  const spreads: Spread[] = []

  const durationsOf = remember((service: string, operation: string, method: string, path: string, status: string) => {
    const labels: LabelsOf<'twelvefold_request_duration_seconds'> = {
      service,
      operation,
      method,
      path,
      status_class: status,
    }
    return addSpread(spreads, labels)
  })
  const countOf = remember((service: string, operation: string, method: string, path: string, status: number) => {
    const labels: LabelsOf<'twelvefold_requests_total'> = {
      service,
      operation,
      method,
      path,
      status_class: statusClass(status),
      status: String(status),
    }
    return addValue(counts, labels)
  })
  const seriesOf = remember((service: string, operation: string, method: string, path: string, status: number) => {
    // A series that begins with its first error has no rate for it: it has to be there before, with 0.
    countOf(service, operation, method, path, 500)
    return {
      count: countOf(service, operation, method, path, status),
      durations: durationsOf(service, operation, method, path, statusClass(status)),
    }
  })

  onFinished(({ service, operation, method, path, status, durationMs }) => {
    const known = methods.has(method) ? method : 'other'
    const { count, durations } = seriesOf(service, operation, known, path ?? '-', status)
    count.value++
    recordDuration(durations, durationMs)
  })
  return () => [
    { name: 'twelvefold_requests_total', series: counts },
    { name: 'twelvefold_request_duration_seconds', series: spreads },
    { name: 'twelvefold_requests_in_flight', series: [{ labels: {}, value: requestsInFlight() }] },
  ]
}
