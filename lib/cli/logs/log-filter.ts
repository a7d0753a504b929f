import { type LogEntry, levelOf, timeOf } from './log-line.ts'

/** What is asked for; an entry has to meet all of it. */
export interface LogWishes {
  /** The least level, by its place in `levels`. */
  level?: number
  service?: readonly string[]
  operation?: readonly string[]
  status?: (status: number) => boolean
  trace?: string
  request?: string
  /** In ms since 1970. */
  since?: number
  /** In ms. */
  slowerThan?: number
}

export interface LogFilter {
  /** Whether anything is asked for at all. */
  active: boolean
  /** False where the text cannot meet it: most lines need not be read for an id. */
  mayMatch: (line: string) => boolean
  matches: (entry: LogEntry) => boolean
}

/** Makes of what is asked for a check of lines and entries. */
export function createLogFilter(wishes: LogWishes): LogFilter {
  const { level, service, operation, status, trace, request, since, slowerThan } = wishes
  const checks: ((entry: LogEntry) => boolean)[] = []
  if (level !== undefined) checks.push((entry) => levelOf(entry) >= level)
  if (service !== undefined) checks.push((entry) => service.includes(String(entry.service)))
  if (operation !== undefined) checks.push((entry) => operation.includes(String(entry.operation)))
  if (status !== undefined) checks.push((entry) => typeof entry.status === 'number' && status(entry.status))
  if (trace !== undefined) checks.push((entry) => entry.traceId === trace)
  if (request !== undefined) checks.push((entry) => entry.requestId === request)
  if (since !== undefined) checks.push((entry) => timeOf(entry) >= since)
  if (slowerThan !== undefined) checks.push(({ durationMs: ms }) => typeof ms === 'number' && ms > slowerThan)
  const ids = [trace, request].filter((id) => id !== undefined)
  return {
    active: checks.length > 0,
    mayMatch: (line) => ids.every((id) => line.includes(id)),
    matches: (entry) => checks.every((check) => check(entry)),
  }
}
