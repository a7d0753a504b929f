import { parse as parseQueryString } from 'node:querystring'
import { parse as parseJson } from 'secure-json-parse'
import { problem } from '../problem/problem.ts'
import { compileDecoders } from './decode-parameters.ts'
import { decodeScalar, typesOf } from './decode-scalar.ts'
import { type EndpointEvent, type Middleware, refuseUnknownOptions } from './exchange.ts'
import { isInRange, mediaTypeOf } from './media-type.ts'
import type { Fault, Operation, RequestContent } from './operation.ts'

/** Faults found while reading, for `validate` to report together with its own. */
export const parseFaults: WeakMap<EndpointEvent, Fault[]> = new WeakMap()

/**
 * Reads parameters and body into `event.input`, as the contract says. What cannot be read at all is a problem at once:
 * 413, 415, or 400 for a body that is missing or malformed.
 */
export function parse(options: { operation: Operation; bodyLimit: number }): Required<Pick<Middleware, 'before'>> {
  refuseUnknownOptions('parse', options, ['operation', 'bodyLimit'])
  const { operation, bodyLimit } = options
  const decode = compileDecoders(operation)
  return {
    before({ event }) {
      const { input } = event
      if (input === undefined) throw new Error('parse needs requestContext before it')
      const faults: Fault[] = []
      const values = decode(event, faults)
      if (values.path !== undefined) input.path = values.path
      if (values.query !== undefined) input.query = values.query
      if (values.header !== undefined) input.headers = values.header
      if (values.cookie !== undefined) input.cookies = values.cookie
      if (operation.body !== undefined) input.body = readBody(event, operation.body, bodyLimit)
      if (faults.length > 0) parseFaults.set(event, faults)
    },
  }
}

function readBody(event: EndpointEvent, spec: NonNullable<Operation['body']>, limit: number): unknown {
  const { body } = event
  if (body === undefined || body === null || body === '') {
    if (spec.required) throw problem('missing-body', `Send ${Object.keys(spec.content).join(' or ')}.`)
    return undefined
  }
  if (sizeOf(event, body) > limit) throw problem('body-too-large', `The body may have ${limit} bytes.`)
  const [, content] = findContent(event.headers['content-type'], spec.content)
  if (content.kind === 'binary') return Buffer.from(body, event.isBase64Encoded ? 'base64' : 'utf8')
  const text = event.isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body
  if (content.kind === 'json') return readJson(text)
  return content.kind === 'form' ? readForm(text, content) : text
}

function sizeOf(event: EndpointEvent, body: string): number {
  return Buffer.byteLength(body, event.isBase64Encoded ? 'base64' : 'utf8')
}

/** The media type of the contract that a Content-Type header falls under. */
export function findContent<Content>(
  header: string | undefined,
  content: Readonly<Record<string, Content>>,
): [string, Content] {
  const type = header === undefined ? undefined : mediaTypeOf(header)
  if (type !== undefined) {
    const exact = Object.hasOwn(content, type) ? content[type] : undefined
    if (exact !== undefined) return [type, exact]
    for (const [range, candidate] of Object.entries(content)) if (isInRange(type, range)) return [range, candidate]
  }
  const supported = Object.keys(content)
  throw problem(
    'unsupported-media-type',
    `${type === undefined ? 'The request has no Content-Type' : `The body is ${type}`}; send ${supported.join(' or ')}.`,
    { headers: { accept: supported.join(', ') }, extensions: { supported } },
  )
}

function readJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch (cause) {
    throw problem('malformed-body', describeJsonError(cause, text), { cause })
  }
}

/** V8 quotes the body in its message; only the position is worth showing. */
function describeJsonError(cause: unknown, text: string): string {
  const message = cause instanceof Error ? cause.message : ''
  if (message.includes('forbidden prototype property'))
    return 'The body has a key that is not allowed: __proto__ or constructor.prototype.'
  const position = /at position (\d+)/.exec(message)?.[1]
  if (position === undefined) return 'The body is not valid JSON.'
  const before = text.slice(0, Number(position)).split('\n')
  return `The body is not valid JSON: line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}.`
}

function readForm(text: string, content: RequestContent): Record<string, unknown> {
  const form: Record<string, unknown> = Object.create(null)
  for (const [key, value] of Object.entries(parseQueryString(text, '&', '=', { maxKeys: 0 }))) {
    const types = typesOf(content.properties, key)
    const values = Array.isArray(value) ? value : [value ?? '']
    const decoded = values.map((item) => decodeScalar(item, types))
    form[key] = decoded.length > 1 || content.lists?.includes(key) ? decoded : decoded[0]
  }
  return form
}
