import type { Server } from 'node:http'
import { type AddressInfo, Server as SocketServer } from 'node:net'
import { loadEnvironment } from '../config/environment.ts'
import { kitSettings } from '../config/kit.ts'
import { startAccessLog } from '../observe/access-log.ts'
import { logger } from '../observe/log.ts'
import { stopTraces } from '../observe/traces/traces.ts'
import { closeStore } from '../store/store.ts'
import { type Application, type ApplicationModule, loadApplication } from './application.ts'
import { choosePort } from './claim-port.ts'
import type { Membership } from './cluster/worker.ts'
import { isWorker } from './cluster/worker-mark.ts'
import { metricsEndpoints, sayLastMetrics } from './metrics-endpoint.ts'
import { watchOverload } from './overload.ts'
import { sayStopping, warmUp } from './probes.ts'
import { createProcessServer } from './process-server.ts'
import { type Recovery, startRecovery } from './recovery.ts'
import { endStart } from './start-failure.ts'
import { watchTerminal } from './terminal.ts'

/**
 * Serves a built project in this process: the only one, or one of several workers. Ends with 78 where the configuration
 * is wrong (sysexits.h, EX_CONFIG), with 1 where the port cannot be had, with 0 after a graceful stop.
 */
export async function runProcess(app: ApplicationModule): Promise<void> {
  process.on('uncaughtException', (error) => {
    logger().fatal({ err: error }, 'The process ends: an error that nobody caught')
    process.exit(1)
  })
  try {
    const member = isWorker() ? (await import('./cluster/worker.ts')).joinCluster() : undefined
    if (member === undefined) refuseRestarts()
    loadEnvironment({ root: process.cwd() })
    await choosePort()
    const application = await loadApplication(app, { probes: true, also: metricsEndpoints })
    if (member !== undefined) await warmUp(application.checks)
    const { port } = await serve(() => application, member)
    const { services } = application
    if (member !== undefined) member.sayReady(port, services)
    else logger().info({ port, services, ...app.release }, 'listening')
  } catch (error) {
    endStart(error)
  }
}

/** There is nobody to take over meanwhile; but a signal that restarts others must not end this one. */
function refuseRestarts(): void {
  const isTerminalGone = watchTerminal()
  process.on('SIGHUP', () => {
    if (isTerminalGone()) process.kill(process.pid, 'SIGTERM')
    else logger().warn('SIGHUP restarts workers, and this process has none (WEB_CONCURRENCY is 1): it goes on')
  })
}

/**
 * Listens on PORT and stops on SIGTERM or SIGINT: no new connection, those under way are answered, at most for
 * SHUTDOWN_TIMEOUT_MS. A second signal ends the process at once. While it listens, it runs the recovery of the services,
 * and refuses requests where there are more than it can answer in time.
 *
 * @param current what is served
 * @param member stops when its primary says so, where this process is one of several
 */
export async function serve(
  current: () => Application,
  member?: Membership,
): Promise<{ server: Server; port: number }> {
  const { PORT, HOST, RECOVER_INTERVAL_MS, OVERLOAD_LAG_MS } = kitSettings()
  startAccessLog()
  const overload = watchOverload(OVERLOAD_LAG_MS)
  const { server, startClosing } = createProcessServer(current, overload)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: PORT, ...(HOST === '' ? {} : { host: HOST }) }, resolve)
  })
  const recovery = startRecovery(() => current().recoveries, RECOVER_INTERVAL_MS)
  let stopping = false
  const stop = (idleMs: number): void => {
    if (stopping) return
    stopping = true
    startClosing()
    stopGracefully(server, recovery, { idleMs, leave: member?.leave })
  }
  if (member !== undefined) {
    member.onStop((ending) => {
      // One that is replaced is as ready as the whole: a load balancer must not take the others for unready, too.
      if (ending) sayStopping()
      stop(ending ? 0 : replacedIdleMs)
    })
  } else {
    const onSignal = (): void => {
      if (stopping) process.exit(1)
      sayStopping()
      stop(0)
    }
    process.on('SIGTERM', onSignal)
    process.on('SIGINT', onSignal)
  }
  return { server, port: (server.address() as AddressInfo).port }
}

/** How long each step of a stop waits for requests that are on their way already, in ms. */
const stepMs = 100

/** How long a stop waits for the collector of traces to take the last of them, in ms. */
const longestFlushMs = 3_000

/**
 * How long a worker that is replaced keeps connections without a request, in ms. Closing one as its next request is just
 * being sent fails that request; whoever sends one in this time is asked to close instead, and nobody has to hurry.
 */
const replacedIdleMs = 1_000

/**
 * First every answer asks its client to close; then no new connection is taken; then those without a request are
 * closed. One step at a time, so that nobody is cut off who could not know.
 */
function stopGracefully(
  server: Server,
  recovery: Recovery,
  { idleMs, leave }: { idleMs: number; leave: Membership['leave'] | undefined },
): void {
  const recovered = recovery.stop()
  const { SHUTDOWN_TIMEOUT_MS } = kitSettings()
  const endsAt = performance.now() + SHUTDOWN_TIMEOUT_MS
  const deadline = setTimeout(() => {
    logger().warn('The process ends with work under way: SHUTDOWN_TIMEOUT_MS has passed')
    process.exit(1)
  }, SHUTDOWN_TIMEOUT_MS)
  deadline.unref()
  setTimeout(() => {
    // The close() of http.Server closes idle connections at once, and with them one whose request is just arriving.
    SocketServer.prototype.close.call(server, () => {
      void recovered
        .then(closeStore)
        .then(() => stopTraces(Math.min(longestFlushMs, endsAt - performance.now() - stepMs)))
        .then(sayLastMetrics)
        .then(leave)
        .finally(() => process.exit(0))
    })
    // A connection without a request would hold the server open for as long as keep-alive lasts.
    setTimeout(() => setInterval(() => server.closeIdleConnections(), stepMs), idleMs)
  }, stepMs)
}
