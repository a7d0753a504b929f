import { STATUS_CODES } from 'node:http'
import { inspect } from 'node:util'
import { maskSecretValues } from '../../observe/secret-values.ts'
import { formatMs, type Paint } from '../logs/format-entry.ts'
import { type Answer, aboutAnswer, isAnswer } from './answer.ts'
import { describeThrown, isForPeople } from './describe-thrown.ts'
import { formatTable } from './format-table.ts'

export interface FormatOptions {
  paint: Paint
  colours: boolean
  /** Of the terminal, in columns. */
  width: number
}

/** A value for people: answers with their status, lists as tables, no secret of the environment. */
export function formatValue(value: unknown, options: FormatOptions): string {
  return maskSecretValues(isAnswer(value) ? formatAnswer(value, options) : formatPlain(value, options))
}

function formatAnswer(answer: Answer, options: FormatOptions): string {
  const { status, body } = answer
  const { requestId, durationMs } = aboutAnswer(answer)
  const { paint } = options
  const shown = `${status} ${STATUS_CODES[status] ?? ''}`.trimEnd()
  const head = `${status < 400 ? paint('green', shown) : paint('red', shown)} ${paint('gray', `${formatMs(durationMs)}  request ${requestId}`)}`
  return body === undefined ? head : `${head}\n${formatPlain(body, options)}`
}

function formatPlain(value: unknown, options: FormatOptions): string {
  const { width, paint } = options
  if (isForPeople(value)) return describeThrown(value)
  if (isPage(value)) {
    const more = value.cursor === undefined ? '' : `\n${paint('gray', `more: cursor ${value.cursor}`)}`
    return `${formatPlain(value.items, options)}${more}`
  }
  const table = Array.isArray(value) ? formatTable(value, width) : undefined
  return table ?? inspect(value, { colors: options.colours, depth: 6, breakLength: Math.min(width, 120) })
}

/** What a query of a collection gives. */
function isPage(value: unknown): value is { items: unknown[]; cursor?: string } {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(Reflect.get(value, 'items')) && Object.keys(value).every((key) => /^(?:items|cursor)$/.test(key))
}

/** A value for programs: JSON on one line; undefined for what JSON has no word for. */
export function toJson(value: unknown): string | undefined {
  const json = JSON.stringify(typeof value === 'bigint' ? String(value) : value)
  return json === undefined ? undefined : maskSecretValues(json)
}
