import { redacted, redactValue } from '../observe/redact.ts'
import { isSensitive, markedFor } from '../observe/sensitive-names.ts'
import type { KeptBody, RecordedRequest } from './recorded.ts'

/** A body as it may be shown. */
export interface ShownBody {
  kind: 'json' | 'text' | 'binary'
  /** Indented, where it is JSON. */
  text: string
  bytes: number
  /** Nothing of it was cut off, so that it can be edited. */
  isWhole: boolean
}

type Headers = Readonly<Record<string, string | undefined>>

/** The names that the contract of the request's operation marks `x-sensitive`. */
const namesOf = ({ service, operation }: RecordedRequest): ReadonlySet<string> => markedFor(service, operation)

/** Path and query without secrets: what the log's rules find, and path parameters that the contract marks. */
export function showTarget(request: RecordedRequest): string {
  const names = namesOf(request)
  const template = request.template?.split('/') ?? []
  const path = request.path
    .split('/')
    .map((segment, at) => {
      const name = /^\{(\w+)\}$/.exec(template[at] ?? '')?.[1]
      return name !== undefined && (names.has(name) || isSensitive(name, segment)) ? redacted : segment
    })
    .join('/')
  const query = request.query === '' ? '' : `?${request.query}`
  return String(redactValue(`${path}${query}`, names))
}

export function showHeaders(headers: Headers, request: RecordedRequest): Record<string, string> {
  return redactValue({ ...headers }, namesOf(request)) as Record<string, string>
}

/** What a page of HTML would send back: among it is what protects its form from others. */
const fieldValue = /(<input\b[^>]*\bvalue=)("[^"]*"|'[^']*')/gi

export function showBody(body: KeptBody, type: string, request: RecordedRequest): ShownBody {
  const names = namesOf(request)
  const { bytes, isBase64, isWhole, text } = body
  if (isBase64) return { kind: 'binary', text: '', bytes, isWhole: false }
  if (/^[^;]*\bjson\b/i.test(type) && isWhole) {
    const value = parse(text)
    if (value !== undefined) {
      const shown = redactValue(value, names)
      return { kind: 'json', text: JSON.stringify(shown, null, 2), bytes, isWhole: !isCut(shown) }
    }
  }
  const shown = String(redactValue(text, names))
  const page = /^text\/html/i.test(type) ? shown.replace(fieldValue, `$1"${redacted}"`) : shown
  return {
    kind: 'text',
    text: page,
    bytes,
    isWhole: isWhole && !page.includes(redacted) && page.length === text.length,
  }
}

/** Whether the log's rules have left something out for its length or depth. */
function isCut(value: unknown): boolean {
  if (typeof value === 'string') return value === '[Object]' || value === '[Array]' || /^… \d+ more$|…$/.test(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(isCut)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
