import type { Family } from './family.ts'

/** What a primary knows of its workers; a process without one is its own only worker. */
export function describeWorkers(workers: { told: number; silent: number; restarts: number }): Family[] {
  const { told, silent, restarts } = workers
  return [
    {
      name: 'twelvefold_workers',
      series: [
        { labels: { state: 'told' }, value: told },
        { labels: { state: 'silent' }, value: silent },
      ],
    },
    { name: 'twelvefold_worker_restarts_total', series: [{ labels: {}, value: restarts }] },
  ]
}
