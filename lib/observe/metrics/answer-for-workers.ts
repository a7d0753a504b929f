import type { Cluster, Worker } from 'node:cluster'
import { describeWorkers } from './describe-workers.ts'
import type { Family } from './family.ts'
import { mergeFamilies, onlyCounted } from './merge-families.ts'
import { joinRuntimes, labelled } from './merge-runtimes.ts'
import type { Snapshot } from './process-metrics.ts'
import type { Format } from './render-metrics.ts'
import { isOurs, primaryVariable, type ToPrimary, type ToWorker } from './worker-messages.ts'

/** How long the workers get to tell their metrics, in ms. */
const patienceMs = 1_000

/** How many workers have told their metrics when they were asked, and how many have not. */
interface Round {
  told: number
  silent: number
}

/** The metrics of all workers, as their primary keeps them. */
export interface WorkersMetrics {
  /** A worker had ended by itself, and another one takes its place. */
  countRestart: () => void
}

/**
 * Answers for all workers whichever of them is asked for metrics: in the primary, before the first fork.
 *
 * What the kit counts is added up. A counter must never fall, or Prometheus takes it for a restart and adds all of it
 * again: so what a worker has counted stays when it ends, and a worker that is silent counts as it last did. What is of a
 * process itself (`process_*`, `nodejs_*`) is told of each worker by its number.
 *
 * @param cluster of `node:cluster`
 * @param patience how long the workers get, in ms
 * @example
 * const metrics = answerForWorkers(cluster)
 * cluster.on('exit', () => {
 *   cluster.fork()
 *   metrics.countRestart()
 * })
 */
export function answerForWorkers(cluster: Cluster, patience: number = patienceMs): WorkersMetrics {
  process.env[primaryVariable] = String(process.pid)
  const latest = new Map<number, Snapshot>()
  const waiting = new Map<Worker, () => void>()
  let departed: Family[] = []
  let restarts = 0
  let round = 0
  let gathering: Promise<Round> | undefined

  const tell = (worker: Worker, message: ToWorker): void => {
    // One that has just ended hears nothing, and is noticed when its channel closes.
    if (worker.isConnected()) worker.send(message, () => undefined)
  }

  const gather = async (): Promise<Round> => {
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
    round++
    const answers = workers.map((worker) => {
      const answered = new Promise<void>((resolve) => waiting.set(worker, resolve))
      tell(worker, { kind: 'metrics:tell', id: round })
      return answered
    })
    let timer: NodeJS.Timeout | undefined
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patience)
    })
    await Promise.race([Promise.all(answers), timeout])
    clearTimeout(timer)
    const silent = waiting.size
    waiting.clear()
    return { told: workers.length - silent, silent }
  }
  const settle = (worker: Worker): void => {
    waiting.get(worker)?.()
    waiting.delete(worker)
  }

  const answer = async (worker: Worker, id: number, format: Format): Promise<void> => {
    // Those who ask at the same time share a round.
    gathering ??= gather().finally(() => {
      gathering = undefined
    })
    const { told, silent } = await gathering
    const own = [...latest]
    const all: Snapshot = {
      kit: [
        ...mergeFamilies([departed, ...own.map(([, { kit }]) => kit)]),
        ...describeWorkers({ told, silent, restarts }),
      ],
      runtime: joinRuntimes(own.map(([number, { runtime }]) => labelled(runtime, String(number)))),
    }
    const { renderMetrics } = await import('./render-metrics.ts')
    tell(worker, { kind: 'metrics:all', id, text: await renderMetrics(all, format) })
  }

  cluster.on('message', (worker: Worker, message: unknown) => {
    if (!isOurs<ToPrimary>(message)) return
    if (message.kind === 'metrics:wanted') void answer(worker, message.id, message.format)
    else if (message.kind === 'metrics:last') latest.set(worker.id, { kit: message.families, runtime: [] })
    else {
      latest.set(worker.id, message.snapshot)
      if (message.id === round) settle(worker)
    }
  })
  // Its last message may come after its exit, but not after this.
  cluster.on('disconnect', (worker: Worker) => {
    departed = onlyCounted(mergeFamilies([departed, latest.get(worker.id)?.kit ?? []]))
    latest.delete(worker.id)
    settle(worker)
  })
  return {
    countRestart: () => {
      restarts++
    },
  }
}
