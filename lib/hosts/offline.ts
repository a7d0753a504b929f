import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigError } from '../config/config-error.ts'
import { loadEnvironment } from '../config/environment.ts'
import { isDesk, kitSettings } from '../config/kit.ts'
import type { EndpointContext, EndpointEvent, EndpointHandler, EndpointResult } from '../endpoint/exchange.ts'
import { startAccessLog } from '../observe/access-log.ts'
import { logger } from '../observe/log.ts'
import { problem } from '../problem/problem.ts'
import { type Application, type ApplicationModule, loadApplication } from './application.ts'
import { answerExactly, currentExchange, restoreRequest } from './offline-exchange.ts'
import { startRecovery } from './recovery.ts'
import { refusal } from './refusal.ts'

/**
 * The one module that serverless-offline loads for every function. The emulator keeps what it has loaded for good; so
 * this module stays, and what it serves is replaced when `twelvefold start` says that there is a new version.
 */
let application: Promise<Application> | undefined
/** What was loaded last. */
let current: Application | undefined

const load = async (file: string): Promise<Application> => {
  loadEnvironment({ root: process.cwd() })
  const app = (await import(pathToFileURL(file).href)) as ApplicationModule
  const also = isDesk() ? (await import('../dashboard/dashboard.ts')).openDashboard(app, process.cwd()) : []
  const loaded = await loadApplication(app, { demo: isDesk(), also })
  const isFirst = current === undefined
  current = loaded
  startAccessLog()
  if (isFirst) startRecovery(() => current?.recoveries ?? [], kitSettings().RECOVER_INTERVAL_MS)
  return loaded
}

/** The version that `twelvefold start` has bundled, or the sources themselves where the emulator was started by hand. */
const firstVersion = (): string => process.env.TWELVEFOLD_BUNDLE ?? join(process.cwd(), 'generated', 'app.js')

process.on('message', (message: { reload?: string }) => {
  if (message.reload !== undefined) void replace(message.reload)
})

async function replace(file: string): Promise<void> {
  try {
    const next = await load(file)
    application = Promise.resolve(next)
    process.send?.({ reloaded: file })
  } catch (error) {
    process.send?.({ refused: file, reason: describe(error) })
  }
}

/**
 * Loads what is served, once. What could not be loaded is tried again: a folder may be free by then.
 *
 * @throws ConfigError and what else may be wrong with it
 */
export function prepare(): Promise<Application> {
  application ??= load(firstVersion())
  application.catch(() => {
    application = undefined
  })
  return application
}

/** Loads what is served and tells `twelvefold start`, which ends where that cannot be done. */
export async function prepareAndTell(): Promise<void> {
  try {
    await prepare()
    process.send?.({ prepared: true })
  } catch (error) {
    const isConfiguration = error instanceof ConfigError
    process.send?.({ unprepared: isConfiguration ? error.message : describe(error), isConfiguration })
  }
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

/** Answers as the function would that the request is for: with what it returns, and nothing else. */
export async function handler(event: EndpointEvent, context: EndpointContext): Promise<EndpointResult> {
  const exchange = currentExchange()
  if (exchange !== undefined) restoreRequest(event, exchange)
  const result = await (await findEndpoint(event))(event, context)
  if (exchange !== undefined) answerExactly(exchange.response, result)
  return result
}

async function findEndpoint(event: EndpointEvent): Promise<EndpointHandler> {
  try {
    const { router, fallback } = await prepare()
    return find(router, event) ?? fallback
  } catch (error) {
    logger().error({ err: error }, 'The services could not be loaded')
    // The emulator would make a 200 of what a handler throws.
    return refusal(() => problem('service-unavailable', 'The services could not be loaded: see the log.'))
  }
}

/** The endpoint by the path as it was sent, not by the emulator's route: the contract may have changed since its start. */
function find(router: Application['router'], event: EndpointEvent): EndpointHandler | undefined {
  const match = router.match(event.rawPath)
  if (match === undefined || match === 'malformed') return undefined
  if (match.params !== undefined) event.pathParameters = match.params
  const { method } = event.requestContext.http
  return match.methods[method === 'HEAD' ? 'GET' : method]
}
