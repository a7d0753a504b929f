import cluster from 'node:cluster'
import { ConfigError } from '../../config/config-error.ts'
import { logger } from '../../observe/log.ts'
import { setReleasedVersion } from '../../observe/log-version.ts'
import { answerForWorkers } from '../../observe/metrics/answer-for-workers.ts'
import type { ApplicationModule } from '../application.ts'
import { watchTerminal } from '../terminal.ts'
import { createBackoff } from './backoff.ts'
import { type ClusterSettings, openClusterSettings } from './cluster-settings.ts'
import { describeEnding, type Ending } from './member.ts'
import { createPool, type WorkerPool } from './worker-pool.ts'

/** How much longer than its own deadline a worker gets, in ms: it says itself why it did not make it. */
const stopMarginMs = 1_000

const backoff = { firstMs: 100, mostMs: 30_000, wellAfterMs: 30_000 }

/**
 * Keeps `WEB_CONCURRENCY` workers that share the port, and serves nothing itself. Everything it needs is loaded at its
 * start: a build may take the place of the one that it came from.
 *
 * - SIGHUP replaces the workers, one after the other, without a request failing.
 * - SIGTERM and SIGINT stop all of them; a second one ends everything at once.
 *
 * @throws ConfigError where the store cannot be shared
 */
export async function runPrimary(app: ApplicationModule): Promise<void> {
  process.on('uncaughtException', (error) => {
    logger().fatal({ err: error }, 'The primary ends, and its workers with it: an error that nobody caught')
    process.exit(1)
  })
  const readSettings = openClusterSettings(app.services)
  let settings = await readSettings()
  setReleasedVersion(app.release.version)

  const metrics = answerForWorkers(cluster)
  const pool = createPool({
    environment: () => settings.environment,
    stopMs: () => settings.shutdownMs + stopMarginMs,
    waitAfter: createBackoff(backoff),
    onLoss(member, ending, restartInMs) {
      // One that somebody has sent SIGTERM is replaced like any other, but is no fault.
      const level = ending.code === 0 ? 'info' : 'error'
      logger()[level]({ worker: member.id, pid: member.pid, ...ending, restartInMs }, 'A worker has ended')
      if (restartInMs !== undefined) metrics.countRestart()
      // What is wrong with the configuration it has said itself; with nobody left there is nothing to wait for.
      if (ending.code === 78 && pool.members().length === 0) process.exit(78)
    },
    onKill: ({ id, pid }) => logger().warn({ worker: id, pid }, 'A worker that did not stop was killed'),
  })

  const ending = stopOnSignals(pool)
  const allowRestarts = restartOnSignal(pool, readSettings, (next) => {
    settings = next
  })
  // The first alone: what is wrong with the configuration is said once.
  const failed = await pool.add()
  if (ending.begun) return
  if (failed !== undefined) giveUp(failed)
  pool.keep(settings.count)
  await Promise.all(pool.members().map(({ whenReady }) => whenReady))
  if (ending.begun) return
  const said = pool.members().find((member) => member.said !== undefined)?.said
  const { count, warning } = settings
  if (warning !== undefined) logger().warn(warning)
  logger().info({ port: said?.port, workers: count, services: said?.services, ...app.release }, 'listening')
  allowRestarts()
}

/** Ends where no worker can be had. */
function giveUp(failed: Ending): never {
  if (failed.code === 78) process.exit(78)
  process.stderr.write(`No worker could be started: the first one ended ${describeEnding(failed)}.\n`)
  process.exit(1)
}

function stopOnSignals(pool: WorkerPool): { readonly begun: boolean } {
  let begun = false
  const stop = async (): Promise<void> => {
    if (begun) {
      pool.kill()
      process.exit(1)
    }
    begun = true
    const endings = await pool.end()
    process.exit(endings.every(({ code }) => code === 0) ? 0 : 1)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  return {
    get begun() {
      return begun
    },
  }
}

/**
 * Restarts on SIGHUP; one that comes while a restart goes on, or the start, is remembered, once.
 *
 * @returns to be called when the start is over
 */
function restartOnSignal(
  pool: WorkerPool,
  readSettings: () => Promise<ClusterSettings>,
  take: (settings: ClusterSettings) => void,
): () => void {
  const isTerminalGone = watchTerminal()
  let busy = true
  let again = false
  const restart = async (): Promise<void> => {
    busy = true
    while (again) {
      again = false
      await restartOnce(pool, readSettings, take)
    }
    busy = false
  }
  process.on('SIGHUP', () => {
    if (isTerminalGone()) process.kill(process.pid, 'SIGTERM')
    again = true
    if (!busy) void restart()
  })
  return () => void restart()
}

async function restartOnce(
  pool: WorkerPool,
  readSettings: () => Promise<ClusterSettings>,
  take: (settings: ClusterSettings) => void,
): Promise<void> {
  const startedAt = performance.now()
  try {
    const settings = await readSettings()
    take(settings)
    logger().info({ workers: settings.count }, 'restarting the workers')
    const outcome = await pool.replaceAll(settings.count)
    if (outcome === 'interrupted') return
    const ms = Math.round(performance.now() - startedAt)
    if ('replaced' in outcome) logger().info({ workers: settings.count, ...outcome, ms }, 'restarted')
    else logger().error(outcome.failed, 'The restart was given up, since a new worker ended; the others go on')
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    logger().error({ faults: error.message.split('\n') }, 'Nothing was restarted: the configuration is wrong')
  }
}
