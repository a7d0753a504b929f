/** What can be said of a metric before anything has happened. */
export interface MetricSpec {
  type: 'counter' | 'gauge' | 'histogram'
  help: string
  labels: readonly string[]
}

/**
 * Every metric of the kit: its name by the conventions of Prometheus, its type, and its labels. None of the labels can
 * have a value that a client makes up. `docs/reference/metrics.md` derives from this table.
 */
export const kitMetrics = {
  twelvefold_requests_total: {
    type: 'counter',
    help: 'Requests that were answered.',
    labels: ['service', 'operation', 'method', 'path', 'status_class', 'status'],
  },
  twelvefold_request_duration_seconds: {
    type: 'histogram',
    help: 'How long answers took to be made.',
    labels: ['service', 'operation', 'method', 'path', 'status_class'],
  },
  twelvefold_requests_in_flight: {
    type: 'gauge',
    help: 'Requests that are being answered, that for the metrics included.',
    labels: [],
  },
  twelvefold_store_accesses_total: {
    type: 'counter',
    help: 'Accesses to the store.',
    labels: ['collection', 'action', 'outcome'],
  },
  twelvefold_store_access_duration_seconds: {
    type: 'histogram',
    help: 'How long accesses to the store took.',
    labels: ['collection', 'action', 'outcome'],
  },
  twelvefold_client_attempts_total: {
    type: 'counter',
    help: 'Attempts to call another service.',
    labels: ['upstream', 'call', 'status_class', 'status'],
  },
  twelvefold_client_attempt_duration_seconds: {
    type: 'histogram',
    help: 'How long attempts to call another service took.',
    labels: ['upstream', 'call', 'status_class'],
  },
  twelvefold_client_retries_total: {
    type: 'counter',
    help: 'Attempts that were made because an earlier one had failed.',
    labels: ['upstream', 'call'],
  },
  twelvefold_client_breakers: {
    type: 'gauge',
    help: 'Processes whose breaker for another service is in this state: closed, open or half-open.',
    labels: ['upstream', 'state'],
  },
  twelvefold_client_calls_running: {
    type: 'gauge',
    help: 'Calls to another service that are under way.',
    labels: ['upstream'],
  },
  twelvefold_client_calls_waiting: {
    type: 'gauge',
    help: 'Calls to another service that wait, since too many are under way.',
    labels: ['upstream'],
  },
  twelvefold_build_info: {
    type: 'gauge',
    help: 'What is deployed; its value is 1.',
    labels: ['version', 'commit'],
  },
  twelvefold_workers: {
    type: 'gauge',
    help: 'Processes that share this address: those that told their metrics, and those that were silent.',
    labels: ['state'],
  },
  twelvefold_worker_restarts_total: {
    type: 'counter',
    help: 'Workers that were started anew because one had ended by itself.',
    labels: [],
  },
} as const satisfies Record<string, MetricSpec>

export type KitMetric = keyof typeof kitMetrics

/** The labels of a metric; the compiler knows which it has. */
export type LabelsOf<Name extends KitMetric> = Readonly<Record<(typeof kitMetrics)[Name]['labels'][number], string>>
