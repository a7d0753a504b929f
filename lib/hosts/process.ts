import type { Server } from 'node:http'
import { type AddressInfo, Server as SocketServer } from 'node:net'
import { ConfigError } from '../config/config-error.ts'
import { loadEnvironment } from '../config/environment.ts'
import { kitSettings } from '../config/kit.ts'
import { startAccessLog } from '../observe/access-log.ts'
import { logger } from '../observe/log.ts'
import { stopTraces } from '../observe/traces/traces.ts'
import { closeStore } from '../store/store.ts'
import { type Application, type ApplicationModule, loadApplication } from './application.ts'
import { choosePort } from './claim-port.ts'
import { sayStopping } from './probes.ts'
import { createProcessServer } from './process-server.ts'
import { type Recovery, startRecovery } from './recovery.ts'

/**
 * Runs a built project as one process: the entry of `dist/server.js`. Ends with 78 where the configuration is wrong
 * (sysexits.h, EX_CONFIG), with 1 where the port cannot be had, with 0 after a graceful stop.
 */
export async function runProcess(app: ApplicationModule): Promise<void> {
  process.on('uncaughtException', (error) => {
    logger().fatal({ err: error }, 'The process ends: an error that nobody caught')
    process.exit(1)
  })
  try {
    loadEnvironment({ root: process.cwd() })
    await choosePort()
    const application = await loadApplication(app, { probes: true })
    const { port } = await serve(() => application)
    logger().info({ port, services: application.services, ...app.release }, 'listening')
  } catch (error) {
    endStart(error)
  }
}

/** Says why a start failed, in words where the reason is known, and ends the process. */
function endStart(error: unknown): never {
  if (error instanceof ConfigError) {
    process.stderr.write(`The configuration is wrong:\n${error.message}\n`)
    process.exit(error.exitCode)
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`${describePortError(error) ?? stack}\n`)
  process.exit(1)
}

/** What is wrong with PORT, where that is why a server could not listen. */
export function describePortError(error: unknown): string | undefined {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') return `The port ${port} is taken. Set PORT to another one.`
  if (code === 'EACCES') return `The port ${port} needs rights that this user lacks. Set PORT to another one.`
  return undefined
}

/**
 * Listens on PORT and stops on SIGTERM or SIGINT: no new connection, those under way are answered, at most for
 * SHUTDOWN_TIMEOUT_MS. A second signal ends the process at once. While it listens, it runs the recovery of the services.
 *
 * @param current what is served
 */
export async function serve(current: () => Application): Promise<{ server: Server; port: number }> {
  const { PORT, HOST, RECOVER_INTERVAL_MS } = kitSettings()
  startAccessLog()
  const { server, startClosing } = createProcessServer(current)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: PORT, ...(HOST === '' ? {} : { host: HOST }) }, resolve)
  })
  const recovery = startRecovery(() => current().recoveries, RECOVER_INTERVAL_MS)
  let stopping = false
  const stop = (): void => {
    if (stopping) process.exit(1)
    stopping = true
    sayStopping()
    startClosing()
    stopGracefully(server, recovery)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  return { server, port: (server.address() as AddressInfo).port }
}

/** How long each step of a stop waits for requests that are on their way already, in ms. */
const stepMs = 100

/** How long a stop waits for the collector of traces to take the last of them, in ms. */
const longestFlushMs = 3_000

/**
 * First every answer asks its client to close; then no new connection is taken; then those without a request are
 * closed. One step at a time, so that nobody is cut off who could not know.
 */
function stopGracefully(server: Server, recovery: Recovery): void {
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
        .finally(() => process.exit(0))
    })
    // A connection without a request would hold the server open for as long as keep-alive lasts.
    setInterval(() => server.closeIdleConnections(), stepMs).unref()
  }, stepMs)
}
