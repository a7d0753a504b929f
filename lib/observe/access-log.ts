import { kitSettings } from '../config/kit.ts'
import { type FinishedRequest, onFinished } from './finished-request.ts'
import { logVersion } from './log-version.ts'
import { logWorker } from './log-worker.ts'
import { pseudonymOf } from './pseudonym.ts'
import { writeLine } from './write-line.ts'

/** The share of traces whose successes are logged; undefined where the access log is off. */
let share: number | undefined

/**
 * From now on every answer gets a line, as `ACCESS_LOG`, `ACCESS_LOG_SAMPLE` and `LOG_LEVEL` say. Hosts call it at their
 * start; a second call does nothing.
 */
export function startAccessLog(): void {
  const { ACCESS_LOG, ACCESS_LOG_SAMPLE, LOG_LEVEL } = kitSettings()
  if (share !== undefined || !ACCESS_LOG || !/^(?:trace|debug|info)$/.test(LOG_LEVEL)) return
  share = ACCESS_LOG_SAMPLE
  const version = logVersion()
  const worker = logWorker()
  onFinished((finished) => {
    const { status, request } = finished
    if (isLogged(request.trace.traceId, status)) writeLine(toAccessLine(finished, version, worker))
  })
}

/**
 * Whether an answer gets a line: an error always, a success by its trace id, so that all services decide alike and a
 * trace is there as a whole.
 *
 * @param status undefined where there was no answer
 */
export function isLogged(traceId: string, status: number | undefined): boolean {
  if (share === undefined) return false
  if (share === 1 || status === undefined || status >= 400) return true
  return Number.parseInt(traceId.slice(-8), 16) < share * 2 ** 32
}

let shownAt = 0
let shown = ''

/** The time now; under load many lines have the same one. */
function timeNow(): string {
  const now = Date.now()
  if (now !== shownAt) {
    shownAt = now
    shown = new Date(now).toISOString()
  }
  return shown
}

/**
 * The access line. It is put together by hand: pino would have to be loaded for it, and nothing in it can be a secret.
 * The path is the contract's template; ids are safe texts or made by us.
 */
export function toAccessLine(finished: FinishedRequest, version: string | undefined, worker?: number): string {
  const { service, operation, method, path, status, durationMs, request } = finished
  const { traceId, spanId, parentId } = request.trace
  const { caller } = request
  const said = path ?? '-'
  return (
    `{"level":"info","time":"${timeNow()}"${version === undefined ? '' : `,"version":${JSON.stringify(version)}`}` +
    `${worker === undefined ? '' : `,"worker":${worker}`}` +
    `,"service":"${service}","operation":"${operation}","requestId":"${request.requestId}"` +
    `,"traceId":"${traceId}","spanId":"${spanId}"${parentId === undefined ? '' : `,"parentId":"${parentId}"`}` +
    `${caller === undefined ? '' : `,"caller":"${pseudonymOf(caller.subject)}"`}` +
    `,"method":${JSON.stringify(method)},"path":${JSON.stringify(said)},"status":${status}` +
    `,"durationMs":${Math.round(durationMs * 1000) / 1000},"msg":${JSON.stringify(`${method} ${said} ${status}`)}}\n`
  )
}
