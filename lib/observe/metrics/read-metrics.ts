import { problem } from '../../problem/problem.ts'
import { describeWorkers } from './describe-workers.ts'
import type { ProcessMetrics } from './process-metrics.ts'
import { type Format, renderMetrics } from './render-metrics.ts'
import { isOurs, primaryVariable, type ToPrimary, type ToWorker } from './worker-messages.ts'

/** How long a worker waits for its primary, in ms: longer than that waits for its workers. */
const patienceMs = 3_000

/** Reads the metrics that a scrape is answered with. */
export type ReadMetrics = (format: Format) => Promise<string>

/**
 * Reads the metrics of this process, or of all workers where it is one of several and their primary answers for them
 * (`answerForWorkers`).
 *
 * @param patience how long a worker waits for its primary, in ms
 */
export function metricsReader(metrics: ProcessMetrics, patience: number = patienceMs): ReadMetrics {
  if (process.send !== undefined && process.env[primaryVariable] === String(process.ppid))
    return asWorker(metrics, patience)
  return async (format) => {
    const { kit, runtime } = await metrics.snapshot()
    return renderMetrics({ kit: [...kit, ...describeWorkers({ told: 1, silent: 0, restarts: 0 })], runtime }, format)
  }
}

function asWorker(metrics: ProcessMetrics, patience: number): ReadMetrics {
  const waiting = new Map<number, (text: string) => void>()
  let count = 0
  process.on('message', async (message: unknown) => {
    if (!isOurs<ToWorker>(message)) return
    if (message.kind === 'metrics:all') waiting.get(message.id)?.(message.text)
    else say({ kind: 'metrics:own', id: message.id, snapshot: await metrics.snapshot() })
  })
  // What it has counted since it was last asked is not to be lost. The channel takes a message this small at once.
  process.on('exit', () => say({ kind: 'metrics:last', families: metrics.kit() }))

  return async (format) => {
    const id = ++count
    let timer: NodeJS.Timeout | undefined
    try {
      return await new Promise<string>((resolve, reject) => {
        waiting.set(id, resolve)
        // Those of this worker alone would look as if counters had fallen.
        timer = setTimeout(() => reject(noAnswer()), patience)
        say({ kind: 'metrics:wanted', id, format })
      })
    } finally {
      clearTimeout(timer)
      waiting.delete(id)
    }
  }
}

/** Says something to the primary, where there still is one. */
function say(message: ToPrimary): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
}

const noAnswer = (): Error =>
  problem('service-unavailable', 'The metrics of all workers could not be had.', { headers: { 'retry-after': '5' } })
