/** What a deployment has to keep while it is watched. */
export interface Limits {
  /** The share of a service's answers that may be a 5xx: 0.05 is one in twenty. */
  errors: number
  /** How long 99 of 100 answers of a service may take, in seconds. */
  p99Seconds: number
  /** How late the event loop may be, at its 99th percentile, in seconds. */
  lagSeconds: number
  /** How often processes and workers may be started anew. */
  restarts: number
  /** Requests a second that a service needs before its errors and durations say something. */
  traffic: number
  /** How often in a row something has to be wrong. */
  inARow: number
}

/** Those of docs/operation/prometheus-rules.yml, where it has them: a test compares. */
export const usualLimits: Limits = {
  errors: 0.05,
  p99Seconds: 1,
  lagSeconds: 0.25,
  restarts: 2,
  traffic: 0.1,
  inARow: 3,
}
