import type { OperationDescriptor, SentParameter } from './descriptor.ts'

/** What to throw where a text cannot be the value of a path parameter. */
export type Refusal = (parameter: string, text: string) => Error

/** The parts of a call, as a handler's author has written them. */
export interface RequestParts {
  path?: Readonly<Record<string, unknown>> | undefined
  query?: Readonly<Record<string, unknown>> | undefined
  headers?: Readonly<Record<string, unknown>> | undefined
  cookies?: Readonly<Record<string, unknown>> | undefined
  body?: unknown
}

export interface WrittenRequest {
  /** The path and the query, percent-encoded. */
  target: string
  headers: Record<string, string>
  body: string | Uint8Array | undefined
}

/**
 * Writes a request as the contract says: the counterpart of `decodeParameter` and `parse`. It needs nothing else of the
 * kit, so that clients for outside users are made of it too.
 *
 * @throws what `refuse` returns where a part of the path is empty or dots only: it would name another resource
 */
export function writeParts(operation: OperationDescriptor, parts: RequestParts, refuse: Refusal): WrittenRequest {
  const given = { path: parts.path, query: parts.query, header: parts.headers, cookie: parts.cookies }
  const pairs: string[] = []
  const cookies: string[] = []
  const headers: Record<string, string> = {}
  let target = operation.path
  for (const parameter of operation.parameters) {
    const value = given[parameter.in]?.[parameter.name]
    if (parameter.in === 'path')
      target = target.replace(`{${parameter.name}}`, () => writeSegment(parameter, value, refuse))
    else if (value === undefined) continue
    else if (parameter.in === 'query') pairs.push(...writeQuery(parameter, value))
    else if (parameter.in === 'cookie') cookies.push(...writeQuery(parameter, value))
    else headers[parameter.name] = writeSimple(parameter, value, String)
  }
  if (cookies.length > 0) headers.cookie = cookies.join('; ')
  const body = parts.body === undefined ? undefined : writeBody(operation, parts.body)
  if (body !== undefined && operation.body !== undefined) headers['content-type'] = operation.body.type
  return { target: pairs.length === 0 ? target : `${target}?${pairs.join('&')}`, headers, body }
}

function writeSegment(parameter: SentParameter, value: unknown, refuse: Refusal): string {
  const { name, style } = parameter
  const text = value === undefined ? '' : writeSimple(parameter, value, encodeURIComponent)
  // A segment of dots would climb: a URL is normalised on its way (RFC 3986, section 5.2.4), encoded dots too.
  if (text === '' || text === '.' || text === '..') throw refuse(name, text)
  if (style === 'label') return `.${text}`
  return style === 'matrix' ? `;${name}=${text}` : text
}

/** A value as one text: `a,b`, `r,100,g,200`, or exploded `r=100,g=200` (style simple). */
function writeSimple(parameter: SentParameter, value: unknown, encode: (text: string) => string): string {
  const { name, shape, explode, style } = parameter
  if (shape === 'json') return encode(JSON.stringify(value))
  const separator = explode && style === 'label' ? '.' : explode && style === 'matrix' ? `;${name}=` : ','
  if (Array.isArray(value)) return value.map((item) => encode(toText(item))).join(separator)
  if (shape !== 'object') return encode(toText(value))
  return entriesOf(value)
    .map(([key, item]) => `${encode(key)}${explode ? '=' : ','}${encode(toText(item))}`)
    .join(separator)
}

const delimiters: Partial<Record<SentParameter['style'], string>> = { spaceDelimited: '%20', pipeDelimited: '%7C' }

function writeQuery(parameter: SentParameter, value: unknown): string[] {
  const { name, style, explode, shape } = parameter
  const pair = (key: string, text: string): string => `${encodeURIComponent(key)}=${text}`
  const encode = (item: unknown): string => encodeURIComponent(toText(item))
  if (shape === 'json') return [pair(name, encodeURIComponent(JSON.stringify(value)))]
  if (shape === 'array' && Array.isArray(value)) {
    if (explode && style === 'form') return value.map((item) => pair(name, encode(item)))
    return [pair(name, value.map(encode).join(delimiters[style] ?? ','))]
  }
  if (shape === 'object') {
    const entries = entriesOf(value)
    if (style === 'deepObject') return entries.flatMap(([key, item]) => repeat(`${name}[${key}]`, item))
    if (explode) return entries.flatMap(([key, item]) => repeat(key, item))
    return [pair(name, entries.flatMap(([key, item]) => [encode(key), encode(item)]).join(delimiters[style] ?? ','))]
  }
  return [pair(name, encode(value))]

  function repeat(key: string, item: unknown): string[] {
    return Array.isArray(item) ? item.map((one) => pair(key, encode(one))) : [pair(key, encode(item))]
  }
}

const entriesOf = (value: unknown): [string, unknown][] =>
  Object.entries(typeof value === 'object' && value !== null ? value : {}).filter(([, item]) => item !== undefined)

const toText = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value))

function writeBody({ body }: OperationDescriptor, value: unknown): string | Uint8Array {
  if (body?.kind === 'form') {
    const fields = entriesOf(value).flatMap(([name, item]) =>
      (Array.isArray(item) ? item : [item]).map((one): [string, string] => [name, toText(one)]),
    )
    return new URLSearchParams(fields).toString()
  }
  if (value instanceof Uint8Array) return value
  return body?.kind === 'json' ? JSON.stringify(value) : String(value)
}
