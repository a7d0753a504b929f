import type { Family } from './family.ts'
import type { Snapshot } from './process-metrics.ts'
import type { Format } from './render-metrics.ts'

/** What a worker says to its primary. */
export type ToPrimary =
  /** Somebody has asked this worker for the metrics of all. */
  | { kind: 'metrics:wanted'; id: number; format: Format }
  | { kind: 'metrics:own'; id: number; snapshot: Snapshot }
  /** It is about to end. */
  | { kind: 'metrics:last'; families: Family[] }

/** What the primary says to a worker. */
export type ToWorker = { kind: 'metrics:tell'; id: number } | { kind: 'metrics:all'; id: number; text: string }

/** Where the primary says that it answers for its workers: its process id. */
export const primaryVariable = 'TWELVEFOLD_METRICS_PRIMARY'

/** Whether a message is one of these: others go over the same channel. */
export const isOurs = <Message extends ToPrimary | ToWorker>(message: unknown): message is Message =>
  typeof message === 'object' && message !== null && String(Reflect.get(message, 'kind')).startsWith('metrics:')
