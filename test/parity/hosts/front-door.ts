import type { HttpRequest, HttpResponse } from './host.ts'
import type { RouteMatch } from './lambda-routes.ts'

/** What turns HTTP into a function's event, and its result into HTTP. */
export interface FrontDoor {
  toEvent: (request: HttpRequest, route: RouteMatch) => object
  toResponse: (request: HttpRequest, result: unknown) => HttpResponse
}

/** The members of a result, each of which one of the front doors knows. */
export interface LambdaResult {
  statusCode: number
  statusDescription?: string
  headers?: Record<string, string>
  multiValueHeaders?: Record<string, string[]>
  cookies?: string[]
  body?: string
  isBase64Encoded?: boolean
}

/** Checks a result as a front door does, which answers 502 to a member that it does not know. */
export function readResult(result: unknown, known: readonly (keyof LambdaResult)[]): LambdaResult {
  const read = result as LambdaResult
  const unknown = Object.keys(read).filter((member) => !known.includes(member as keyof LambdaResult))
  if (unknown.length > 0 || !Number.isInteger(read.statusCode)) {
    throw new Error(`A malformed result, which becomes 502: ${JSON.stringify(result)}`)
  }
  return read
}

/** The response, with the length that the front door counts itself. */
export function toHttp(
  { method }: HttpRequest,
  { statusCode, body = '', isBase64Encoded = false }: LambdaResult,
  lines: [string, string][],
): HttpResponse {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  const headers = lines.map(([name, value]): [string, string] => [name.toLowerCase(), value])
  if (method === 'HEAD') return { status: statusCode, headers, body: Buffer.alloc(0) }
  const counted = headers.filter(([name]) => name !== 'content-length')
  if (statusCode !== 204 && statusCode !== 304) counted.push(['content-length', String(bytes.length)])
  return { status: statusCode, headers: counted, body: bytes }
}

/**
 * Which bodies come as they are; all others come in base64, also those without a type and forms.
 * Source: docs/reference/hosts.md, "What AWS sends".
 */
export function isText(request: HttpRequest): boolean {
  const type = header(request, 'content-type') ?? ''
  return /^(?:text\/|application\/(?:json|javascript|xml)(?:;|$))/i.test(type)
}

export function header({ headers }: HttpRequest, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
}

/** The body of an event. */
export function bodyOf({ body }: HttpRequest, asText: boolean): { body?: string; isBase64Encoded: boolean } {
  if (body === undefined || body.length === 0) return { isBase64Encoded: false }
  return { body: body.toString(asText ? 'utf8' : 'base64'), isBase64Encoded: !asText }
}

/** Path and query of a request. */
export function splitTarget({ target }: HttpRequest): { path: string; query: string } {
  const at = target.indexOf('?')
  return at < 0 ? { path: target, query: '' } : { path: target.slice(0, at), query: target.slice(at + 1) }
}

/** The values of each name, in order. */
export function group(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value])
  return Object.fromEntries(groups)
}
