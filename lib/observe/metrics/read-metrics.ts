import { problem } from '../../problem/problem.ts'
import { describeWorkers } from './describe-workers.ts'
import type { ProcessMetrics } from './process-metrics.ts'
import { type Format, renderMetrics } from './render-metrics.ts'
import { isOurs, primaryVariable, type ToPrimary, type ToWorker } from './worker-messages.ts'

/** How long a worker waits for its primary, in ms: longer than that waits for its workers. */
const patienceMs = 3_000

/** What the metrics are that a scrape of this process is answered with. */
export interface MetricsReader {
  read: (format: Format) => Promise<string>
  /** Tells the primary, where there is one, what has been counted: for a process that is about to leave it. */
  sayLast: () => Promise<void>
}

/**
 * Reads the metrics of this process, or of all workers where it is one of several and their primary answers for them
 * (`answerForWorkers`).
 *
 * @param patience how long a worker waits for its primary, in ms
 */
export function metricsReader(metrics: ProcessMetrics, patience: number = patienceMs): MetricsReader {
  if (process.send !== undefined && process.env[primaryVariable] === String(process.ppid))
    return asWorker(metrics, patience)
  return {
    async read(format) {
      const { kit, runtime } = await metrics.snapshot()
      return renderMetrics({ kit: [...kit, ...describeWorkers({ told: 1, silent: 0, restarts: 0 })], runtime }, format)
    },
    sayLast: async () => undefined,
  }
}

function asWorker(metrics: ProcessMetrics, patience: number): MetricsReader {
  const waiting = new Map<number, (text: string) => void>()
  let count = 0
  process.on('message', async (message: unknown) => {
    if (!isOurs<ToWorker>(message)) return
    if (message.kind === 'metrics:all') waiting.get(message.id)?.(message.text)
    else say({ kind: 'metrics:own', id: message.id, snapshot: await metrics.snapshot() })
  })
  const sayLast = (): Promise<void> => say({ kind: 'metrics:last', families: metrics.kit() })
  // One that ends at once, after an error, has not left before. The channel takes a message this small as it is.
  process.on('exit', sayLast)

  const read = async (format: Format): Promise<string> => {
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
  return { read, sayLast }
}

/** Says something to the primary, where there still is one. */
function say(message: ToPrimary): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve())
    else resolve()
  })
}

const noAnswer = (): Error =>
  problem('service-unavailable', 'The metrics of all workers could not be had.', { headers: { 'retry-after': '5' } })
