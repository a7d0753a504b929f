import cluster from 'node:cluster'
import { logger } from '../../observe/log.ts'
import { setLogWorker } from '../../observe/log-worker.ts'
import { workerMark } from './worker-mark.ts'
import { isStop, type ReadyMessage } from './worker-message.ts'

/** What a worker is to the primary that keeps it. */
export interface Membership {
  /** Calls when this worker is to stop, as often as somebody says so. `ending`: the whole process ends. */
  onStop: (stop: (ending: boolean) => void) => void
  /** From now on this worker takes requests. */
  sayReady: (port: number, services: readonly string[]) => void
  /** Says goodbye, so that no connection is handed to this process any more. It is not to end before. */
  leave: () => Promise<void>
}

/**
 * Makes this process a worker. It stops when its primary says so, or is gone; a terminal's Ctrl+C reaches every process
 * of the group, and is left to the primary.
 */
export function joinCluster(): Membership {
  // Whatever this process starts is no worker.
  delete process.env[workerMark]
  const { worker } = cluster
  if (worker === undefined) throw new Error(`${workerMark} is set, but nobody has started this process as a worker.`)
  setLogWorker(worker.id)
  let leaving = false
  // Until it serves there is nothing to finish.
  let stop = (_ending: boolean): void => process.exit(0)

  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  process.on('SIGTERM', () => stop(false))
  process.on('message', (message) => {
    if (isStop(message)) stop(message.ending)
  })
  worker.on('disconnect', () => {
    if (leaving) return
    // Node would end this process at once, with requests under way.
    worker.exitedAfterDisconnect = true
    logger().warn('The primary is gone: this worker ends')
    stop(true)
  })
  return {
    onStop: (own) => {
      stop = own
    },
    sayReady: (port, services) => {
      process.send?.({ twelvefold: 'ready', port, services } satisfies ReadyMessage)
    },
    leave: () => {
      leaving = true
      if (!process.connected) return Promise.resolve()
      return new Promise((resolve) => {
        // The primary answers after what it had sent before, so that each connection was taken or given back.
        process.once('disconnect', resolve)
        worker.disconnect()
      })
    },
  }
}
