import type { IncomingMessage } from 'node:http'
import type { EndpointEvent } from '../endpoint/exchange.ts'

/**
 * The event of a request that came over a socket: the shape of payload format 2.0, with what is seldom asked for
 * behind getters. One plain object with a lazy context measured faster than a wholly lazy one.
 */
class ProcessEvent {
  readonly version = '2.0'
  readonly routeKey: string
  readonly rawPath: string
  readonly rawQueryString: string
  readonly headers: IncomingMessage['headers']
  readonly pathParameters: Record<string, string> | undefined
  readonly requestContext: ProcessRequestContext
  body: string | undefined = undefined
  isBase64Encoded = false
  input: unknown = undefined

  constructor(request: IncomingMessage, path: string, query: string, params: Record<string, string> | undefined) {
    this.routeKey = '$default'
    this.rawPath = path
    this.rawQueryString = query
    this.headers = request.headers
    this.pathParameters = params
    this.requestContext = new ProcessRequestContext(request, path)
  }
}

/** The context of a request and, as its own `http`, what HTTP says of it: one object instead of three. */
class ProcessRequestContext {
  readonly stage = '$default'
  readonly routeKey = '$default'
  readonly method: string
  readonly path: string
  readonly #request: IncomingMessage

  constructor(request: IncomingMessage, path: string) {
    this.#request = request
    this.method = request.method ?? 'GET'
    this.path = path
  }

  get http(): this {
    return this
  }

  get timeEpoch(): number {
    return Date.now()
  }

  get protocol(): string {
    return `HTTP/${this.#request.httpVersion}`
  }

  get sourceIp(): string {
    return this.#request.socket.remoteAddress ?? ''
  }

  get userAgent(): string {
    return this.#request.headers['user-agent'] ?? ''
  }
}

/** A request may name its target in full (RFC 9112, section 3.2.2). */
export function toOriginForm(target: string): string {
  if (target.startsWith('/')) return target
  const path = /^https?:\/\/[^/?#]*(\/[^#]*|\?[^#]*)?/i.exec(target)?.[1]
  return path === undefined ? '/' : path.startsWith('?') ? `/${path}` : path
}

export function toEvent(
  request: IncomingMessage,
  path: string,
  query: string,
  params: Record<string, string> | undefined,
): EndpointEvent {
  return new ProcessEvent(request, path, query, params) as unknown as EndpointEvent
}

/** Puts a body on an event as API Gateway does: text as it is, everything else in base64. */
export function setBody(event: EndpointEvent, body: Buffer): void {
  event.isBase64Encoded = !isText(event.headers['content-type'] ?? '')
  event.body = body.toString(event.isBase64Encoded ? 'base64' : 'utf8')
}

const isText = (type: string): boolean =>
  /^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml|javascript|x-www-form-urlencoded)\b)/i.test(type)
