import { kitSettings } from '../config/kit.ts'
import { type FinishedRequest, onFinished } from './finished-request.ts'
import { logVersion } from './log-version.ts'
import { logWorker } from './log-worker.ts'
import { pseudonymOf } from './pseudonym.ts'
import { writeLine } from './write-line.ts'

/** The share of traces whose successes are logged; undefined where the access log is off. */
let share: number | undefined

let started = false

/**
 * From now on every answer gets a line, as `ACCESS_LOG`, `ACCESS_LOG_SAMPLE` and `LOG_LEVEL` say. Hosts call it at their
 * start; a second call does nothing.
 *
 * @param toMembers what of an answer has to be written in any case, as members of JSON: in its line, or in one of its own
 *   where it gets none
 */
export function startAccessLog(toMembers?: (status: number) => string): void {
  const { ACCESS_LOG, ACCESS_LOG_SAMPLE, LOG_LEVEL } = kitSettings()
  const logs = ACCESS_LOG && /^(?:trace|debug|info)$/.test(LOG_LEVEL)
  if (started || (!logs && toMembers === undefined)) return
  started = true
  if (logs) share = ACCESS_LOG_SAMPLE
  const version = logVersion()
  const worker = logWorker()
  onFinished((finished) => {
    const { status, request, service, operation, durationMs } = finished
    const members = toMembers?.(status)
    if (isLogged(request.trace.traceId, status)) writeLine(toAccessLine(finished, version, { worker, members }))
    else if (members !== undefined)
      writeLine(
        `{"service":"${service}","operation":"${operation}","status":${status},"durationMs":${rounded(durationMs)},${members}}\n`,
      )
  })
}

/** To the microsecond. */
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000

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
 *
 * @param more.worker which worker of several this process is
 * @param more.members more of it, as JSON
 */
export function toAccessLine(
  finished: FinishedRequest,
  version: string | undefined,
  { worker, members }: { worker?: number | undefined; members?: string | undefined } = {},
): string {
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
    `,"durationMs":${rounded(durationMs)},"msg":${JSON.stringify(`${method} ${said} ${status}`)}` +
    `${members === undefined ? '' : `,${members}`}}\n`
  )
}
