import { styleText } from 'node:util'
import { type LogEntry, levelOf, levels } from './log-line.ts'

type Format = Parameters<typeof styleText>[0]

/** Colours a text, or leaves it as it is. */
export type Paint = (format: Format, text: string) => string

/** Colours where the terminal has them, and nobody has said NO_COLOR. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  const colours = styleText('red', 'x', { stream }) !== 'x'
  return (format, text) => (colours ? styleText(format, text, { validateStream: false }) : text)
}

const colours: readonly Format[] = ['gray', 'gray', 'green', 'yellow', 'red', ['bold', 'red']]

/** What has a place of its own in the line, or is of no use to a reader. */
const placed = new Set(['level', 'time', 'msg', 'service', 'operation', 'status', 'durationMs', 'err'])
const ids = new Set(['version', 'requestId', 'traceId', 'spanId', 'parentId', 'method', 'path', 'pid', 'hostname'])

/** What stands in a line of a function for CloudWatch to make metrics of: the line says the same in words. */
const forMetrics = new Set(['_aws', 'count', 'errors', 'faults', 'coldStart'])

/**
 * An entry for a reader: time, level, where, what, how long, what else it says; and below it the stack of its error.
 *
 * @example
 * formatEntry({ level: 'info', time: '2026-11-20T12:00:00.000Z', msg: 'listening', port: 3000 }, (_, text) => text)
 * // '12:00:00.000 INFO  listening port=3000'
 */
export function formatEntry(entry: LogEntry, paint: Paint): string {
  const level = levelOf(entry)
  const { service, operation, msg, durationMs, traceId, err } = entry
  const where = [service, operation].filter((name) => name !== undefined).join('.')
  const parts = [
    paint('gray', clockOf(entry)),
    paint(colours[level] ?? 'green', (levels[level] ?? 'info').toUpperCase().padEnd(5)),
  ]
  if (where !== '') parts.push(paint('cyan', oneLine(where)))
  if (msg !== undefined) parts.push(level >= 4 ? paint('bold', oneLine(msg)) : oneLine(msg))
  if (typeof durationMs === 'number') parts.push(paint('magenta', formatMs(durationMs)))
  const hidden = entry._aws === undefined ? [placed, ids] : [placed, ids, forMetrics]
  const rest = Object.entries(entry).filter(([name]) => !hidden.some((names) => names.has(name)))
  if (rest.length > 0)
    parts.push(paint('gray', rest.map(([name, value]) => `${oneLine(name)}=${oneLine(value)}`).join(' ')))
  if (traceId !== undefined && level >= 3) parts.push(paint('gray', `trace=${oneLine(traceId)}`))
  return err === undefined ? parts.join(' ') : `${parts.join(' ')}\n${paint('gray', formatError(err))}`
}

function clockOf({ time }: LogEntry): string {
  const date = new Date(typeof time === 'number' ? time : String(time))
  return Number.isNaN(date.getTime()) ? '--:--:--.---' : date.toISOString().slice(11, 23)
}

/** Milliseconds, or seconds where they are many. */
export const formatMs = (ms: number): string =>
  ms >= 10_000 ? `${(ms / 1_000).toFixed(1)} s` : `${ms >= 100 ? ms.toFixed(0) : ms.toFixed(ms >= 10 ? 1 : 2)} ms`

/** A text must not move the terminal's cursor. */
export function oneLine(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return String(text).replace(/\p{Cc}/gu, '·')
}

function formatError(err: unknown): string {
  const stack = typeof err === 'object' && err !== null ? Reflect.get(err, 'stack') : undefined
  const text = typeof stack === 'string' ? stack : oneLine(err)
  return text
    .split('\n')
    .map((line) => `    ${oneLine(line)}`)
    .join('\n')
}
