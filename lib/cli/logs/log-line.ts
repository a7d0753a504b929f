/** One event of a log. */
export type LogEntry = Readonly<Record<string, unknown>>

export interface LogLine {
  entry: LogEntry
  /** The event's own JSON, without what a platform has put before it. */
  json: string
}

/** How far into a line its JSON may begin: platforms put a time, an instance or a stream before it. */
const longestPrefix = 300

/** A line of what `aws logs filter-log-events` and `get-log-events` print: JSON over several lines, an event in a text. */
const printedMessage = /^\s*"message": ("\{.*\}(?:\\[nrt])*"),?\s*$/

/**
 * Reads a line of a log: an event by itself, after the prefix of `cf logs`, `aws logs tail`, `docker compose logs` or
 * the like, or inside of an event of CloudWatch (`{"timestamp": …, "message": "…"}`, or its line `"message": "…"`).
 *
 * @returns undefined where it is anything else
 * @example
 * readLogLine('2026-11-20T12:00:00.00+0000 [APP/PROC/WEB/0] OUT {"level":"info","msg":"listening"}')?.entry.msg // 'listening'
 */
export function readLogLine(line: string): LogLine | undefined {
  const start = line.indexOf('{')
  if (start < 0 || start > longestPrefix) return undefined
  const message = start > 0 && line[start - 1] === '"' ? printedMessage.exec(line)?.[1] : undefined
  if (message !== undefined) return readLogLine(String(parse(message)))
  const json = start === 0 ? line : line.slice(start)
  const object = parseObject(json)
  if (object === undefined) return undefined
  if (isEntry(object)) return { entry: object, json: json.trimEnd() }
  return typeof object.message === 'string' && object.timestamp !== undefined ? readLogLine(object.message) : undefined
}

function parseObject(json: string): Record<string, unknown> | undefined {
  const value = parse(json)
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

const isEntry = ({ level, msg, time }: LogEntry): boolean =>
  (typeof level === 'string' || typeof level === 'number') && (msg !== undefined || time !== undefined)

/** From the least to the worst; their places are pino's numbers, divided by ten and less one. */
export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

/** The place of an entry's level in {@link levels}; that of `info` where it has none that is known. */
export function levelOf({ level }: LogEntry): number {
  const place = typeof level === 'number' ? Math.floor(level / 10) - 1 : levels.indexOf(String(level) as 'info')
  return levels[place] === undefined ? 2 : place
}

/** When it was, in ms since 1970; NaN where it does not say. */
export const timeOf = ({ time }: LogEntry): number => (typeof time === 'number' ? time : Date.parse(String(time)))

/** Whether it is the access line of an answer: calls to others have a status and a duration too. */
export const isAccessLine = (entry: LogEntry): entry is LogEntry & { status: number; durationMs: number } =>
  typeof entry.status === 'number' && typeof entry.durationMs === 'number' && entry.upstream === undefined
