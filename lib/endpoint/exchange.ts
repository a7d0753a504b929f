import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import type { EndpointRequest } from './request.ts'

/**
 * The event that every host hands to an endpoint: API Gateway's HTTP API, payload format 2.0. Header names are in
 * lower case. `input` is put there by the request context, for the middlewares and for a plain middy handler.
 */
export interface EndpointEvent extends APIGatewayProxyEventV2 {
  input?: EndpointRequest
}

/** What an endpoint answers its host with: the payload format 2.0 of a response. */
export interface EndpointResult {
  statusCode: number
  headers: Record<string, string>
  cookies?: string[]
  body?: string
  isBase64Encoded?: boolean
}

/** The Lambda context; hosts other than Lambda fill in only what they know. */
export type EndpointContext = Partial<Context>

/** One call on its way through the stack: middy's request object. */
export interface Exchange {
  event: EndpointEvent
  context: EndpointContext
  /** What the handler returned, until `serialise` turns it into an {@link EndpointResult}. */
  response: unknown
  error: unknown
}

/** A middleware of the kit: the hooks of middy. Every one of them can also be used alone, with plain middy. */
export interface Middleware {
  before?: (exchange: Exchange) => void | Promise<void>
  after?: (exchange: Exchange) => void | Promise<void>
  onError?: (exchange: Exchange) => void | Promise<void>
}

/**
 * What `endpoint()` makes: a middy handler that any host can call. It answers at once where nothing on the way has to be
 * waited for.
 */
export type EndpointHandler = (
  event: EndpointEvent,
  context: EndpointContext,
) => EndpointResult | Promise<EndpointResult>

/** The response of an exchange whose `after` hooks have reached `serialise`. */
export function resultOf(exchange: Exchange): EndpointResult {
  const result = exchange.response as EndpointResult
  result.headers ??= {}
  return result
}

/** Refuses options that a middleware does not know: a misspelt option must never be silently without effect. */
export function refuseUnknownOptions(name: string, options: object, known: readonly string[]): void {
  for (const option of Object.keys(options)) {
    if (!known.includes(option))
      throw new TypeError(`${name} has no option "${option}"; it knows ${known.join(', ') || 'none'}.`)
  }
}
