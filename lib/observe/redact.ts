import { isSensitive, markedFor } from './sensitive-names.ts'

export const redacted = '[redacted]'

/** How much of a value is shown: levels, members of each, characters of a text. */
const most = { depth: 8, breadth: 100, text: 16_384 }

/** What the kit says of every line; no contract can hide it. */
const own = new Set([
  ...['level', 'time', 'version', 'worker', 'service', 'operation'],
  ...['requestId', 'traceId', 'spanId', 'parentId'],
])

/** Whose line it is, as a request's logger begins it: what is logged in it may have members of these names too. */
const head =
  /^\{"level":"\w+","time":"[^"]*"(?:,"version":"(?:[^"\\]|\\.)*")?(?:,"worker":\d+)?,"service":"([\w-]+)","operation":"(\w+)"/

/**
 * A log line without what must not be read: the values of secret names at any depth, what the contract of its operation
 * marks `x-sensitive`, and what looks like a secret inside of texts, such as tokens and the passwords of URLs.
 *
 * @param line one JSON object
 */
export function redactLine(line: string): string {
  const { msg, ...fields } = parse(line)
  const [, service, operation] = head.exec(line) ?? [undefined, fields.service, fields.operation]
  const names = markedFor(service, operation)
  const shown = redactMembers(fields, names, 0, own)
  if (msg !== undefined) shown.msg = redact(msg, names)
  return JSON.stringify(shown)
}

/** Texts without what a line of that operation would not show. */
export function redactFields<Fields extends Record<string, string>>(
  fields: Fields,
  { service, operation }: { service?: string; operation?: string },
): Record<keyof Fields, string> {
  const names = markedFor(service, operation)
  const shown = Object.entries(fields).map(([name, text]) => [name, redactText(text, names)])
  return Object.fromEntries(shown) as Record<keyof Fields, string>
}

/** Lines are JSON. Should one not be, it must neither break the request that is logged nor pass as it is. */
function parse(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return { level: /"level":"(\w+)"/.exec(line)?.[1] ?? 'info', time: new Date().toISOString(), msg: line.trimEnd() }
  }
}

/**
 * A value without what must not be read, by the same rules as a line.
 *
 * @param names what a contract marks `x-sensitive`, from `markedFor`
 * @example
 * redactValue({ user: 'ada', password: 'engine' }, new Set()) // { user: 'ada', password: '[redacted]' }
 */
export const redactValue = (value: unknown, names: ReadonlySet<string>): unknown => redact(value, names)

function redact(value: unknown, names: ReadonlySet<string>, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value, names)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= most.depth) return Array.isArray(value) ? '[Array]' : '[Object]'
  if (!Array.isArray(value)) return redactMembers(value, names, depth)
  const items = value.slice(0, most.breadth).map((item) => redact(item, names, depth + 1))
  return value.length > items.length ? [...items, `… ${value.length - items.length} more`] : items
}

function redactMembers(
  value: object,
  names: ReadonlySet<string>,
  depth: number,
  kept?: ReadonlySet<string>,
): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  const entries = Object.entries(value)
  for (const [name, member] of entries.slice(0, most.breadth)) {
    const hidden = kept?.has(name) !== true && isHidden(name, member, names)
    shown[name] = hidden ? redacted : redact(member, names, depth + 1)
  }
  if (entries.length > most.breadth) shown['…'] = `${entries.length - most.breadth} more`
  return shown
}

const isHidden = (name: string, value: unknown, names: ReadonlySet<string>): boolean =>
  (names.has(name) && value !== null) || isSensitive(name, value)

/** `name=value` of a query or a form; it begins where a name does, so that no text is read twice. */
const pair = /(?<![\w.%-])([\w.%-]+)=([^&\s"'<>;,]+)/g
/** `"name":"value"` of JSON that is a text. */
const member = /"([\w.-]+)"(\s*:\s*)("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*)/g
const scheme = /\b(bearer|basic|dpop) +[\w~+/.-]{16,}=*/gi
const jsonWebToken = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g
/** The user information of a URL (RFC 3986, section 3.2.1). */
const userInfo = /:\/\/[^/?#\s"@]{1,200}@/g

/** A text without what looks like a secret in it: values of secret names, tokens, the passwords of URLs. */
export function redactText(whole: string, names: ReadonlySet<string> = new Set()): string {
  const text = whole.length > most.text ? `${whole.slice(0, most.text)}…` : whole
  let shown = text
  if (shown.includes('=')) {
    shown = shown.replace(pair, (all, name: string, value: string) =>
      isHidden(name, value, names) ? `${name}=${redacted}` : all,
    )
  }
  if (shown.includes('":') || shown.includes('" :')) {
    shown = shown.replace(member, (all, name: string, colon: string, value: string) =>
      isHidden(name, value.startsWith('"') ? value.slice(1, -1) : Number(value), names)
        ? `"${name}"${colon}"${redacted}"`
        : all,
    )
  }
  if (shown.includes('://')) shown = shown.replace(userInfo, `://${redacted}@`)
  return shown.replace(scheme, `$1 ${redacted}`).replace(jsonWebToken, redacted)
}
