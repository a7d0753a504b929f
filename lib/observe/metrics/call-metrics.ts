import { type ClientState, clientState } from '../../client/policies.ts'
import { onCall } from '../finished-call.ts'
import { recordDuration } from './durations.ts'
import { addSpread, addValue, type Family, type Spread, type Value } from './family.ts'
import type { LabelsOf } from './metric-table.ts'
import { remember } from './remember.ts'
import { statusClass } from './status-class.ts'

/** Stands for the status of an attempt without an answer: a status is never 0. */
const unanswered = 0

/**
 * Counts and times every attempt to call another service from now on.
 *
 * @returns what has been counted, and how the breakers are at the moment
 */
export function countCalls(): () => Family[] {
  const attempts: Value[] = []
  const retries: Value[] = []
  const spreads: Spread[] = []

  const retriesOf = remember((upstream: string, call: string) => {
    const labels: LabelsOf<'twelvefold_client_retries_total'> = { upstream, call }
    return addValue(retries, labels)
  })
  const durationsOf = remember((upstream: string, call: string, status: string) => {
    const labels: LabelsOf<'twelvefold_client_attempt_duration_seconds'> = { upstream, call, status_class: status }
    return addSpread(spreads, labels)
  })
  const seriesOf = remember((upstream: string, call: string, status: number) => {
    const answered = status === unanswered ? undefined : status
    const labels: LabelsOf<'twelvefold_client_attempts_total'> = {
      upstream,
      call,
      status_class: statusClass(answered),
      status: String(answered ?? 'none'),
    }
    return {
      count: addValue(attempts, labels),
      retries: retriesOf(upstream, call),
      durations: durationsOf(upstream, call, statusClass(answered)),
    }
  })

  onCall(({ upstream, call, status = unanswered, attempt, durationMs }) => {
    const series = seriesOf(upstream, call, status)
    series.count.value++
    if (attempt > 0) series.retries.value++
    recordDuration(series.durations, durationMs)
  })
  return () => [
    { name: 'twelvefold_client_attempts_total', series: attempts },
    { name: 'twelvefold_client_attempt_duration_seconds', series: spreads },
    { name: 'twelvefold_client_retries_total', series: retries },
    ...describeClients(clientState()),
  ]
}

const states: readonly ClientState['breaker'][] = ['closed', 'open', 'half-open']

function describeClients(clients: readonly ClientState[]): Family[] {
  return [
    {
      name: 'twelvefold_client_breakers',
      series: clients.flatMap(({ service: upstream, breaker }) =>
        states.map((state) => ({ labels: { upstream, state }, value: breaker === state ? 1 : 0 })),
      ),
    },
    {
      name: 'twelvefold_client_calls_running',
      series: clients.map(({ service: upstream, running }) => ({ labels: { upstream }, value: running })),
    },
    {
      name: 'twelvefold_client_calls_waiting',
      series: clients.map(({ service: upstream, waiting }) => ({ labels: { upstream }, value: waiting })),
    },
  ]
}
