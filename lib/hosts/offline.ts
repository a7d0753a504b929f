import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadEnvironment } from '../config/environment.ts'
import { isDesk, kitSettings } from '../config/kit.ts'
import type { EndpointContext, EndpointEvent, EndpointHandler, EndpointResult } from '../endpoint/exchange.ts'
import { startAccessLog } from '../observe/access-log.ts'
import { type Application, type ApplicationModule, loadApplication } from './application.ts'
import { answerExactly, currentExchange, restoreRequest } from './offline-exchange.ts'
import { startRecovery } from './recovery.ts'

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
  const loaded = await loadApplication(app, { demo: isDesk() })
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
    process.send?.({ refused: file, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

/** Loads what is served before anybody asks for it. What is wrong with it, the first request tells. */
export function warmUp(): void {
  application ??= load(firstVersion())
  application.catch(() => undefined)
}

/** Answers as the function would that the request is for: with what it returns, and nothing else. */
export async function handler(event: EndpointEvent, context: EndpointContext): Promise<EndpointResult> {
  application ??= load(firstVersion())
  const { router, fallback } = await application
  const exchange = currentExchange()
  if (exchange !== undefined) restoreRequest(event, exchange)
  const result = await (find(router, event) ?? fallback)(event, context)
  if (exchange !== undefined) answerExactly(exchange.response, result)
  return result
}

/** The endpoint by the path as it was sent, not by the emulator's route: the contract may have changed since its start. */
function find(router: Application['router'], event: EndpointEvent): EndpointHandler | undefined {
  const match = router.match(event.rawPath)
  if (match === undefined || match === 'malformed') return undefined
  if (match.params !== undefined) event.pathParameters = match.params
  const { method } = event.requestContext.http
  return match.methods[method === 'HEAD' ? 'GET' : method]
}
