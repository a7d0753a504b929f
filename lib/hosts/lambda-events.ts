import type { ALBEvent, APIGatewayProxyEvent } from 'aws-lambda'
import type { EndpointEvent, EndpointResult } from '../endpoint/exchange.ts'
import { createRouter, decodeSegment } from './router.ts'

type MultiValue = Record<string, string[] | undefined> | null | undefined
type SingleValue = Record<string, string | undefined> | null | undefined

/** An event in format 2.0, and whether its path is valid percent-encoding: without that it has no path parameters. */
export interface Converted {
  event: EndpointEvent
  wellFormed: boolean
}

/**
 * An HTTP API hands over the path decoded, and nothing else does (docs/reference/hosts.md). What cannot stand in a path
 * as it is, is encoded again, so that everything downstream reads the same path on every host.
 */
export function fromHttp(event: EndpointEvent): EndpointEvent {
  event.rawPath = event.rawPath.replace(notInPath, encodeURIComponent)
  return event
}

/** What is neither a character of a path (RFC 3986, section 3.3) nor percent-encoding. */
const notInPath = /%(?![0-9A-Fa-f]{2})|[^\w.~!$&'()*+,;=:@/%-]/gu

/** A REST API's event (payload format 1.0) in format 2.0. Its path parameters come percent-encoded, its query decoded. */
export function fromRest(event: APIGatewayProxyEvent): Converted {
  const { requestContext } = event
  const entries = Object.entries(event.pathParameters ?? {})
  const params = entries.map(([name, value]) => [name, decodeSegment(value ?? '')] as const)
  const wellFormed = params.every(([, value]) => value !== undefined)
  return {
    wellFormed,
    event: build(event, {
      headers: joinHeaders(event.multiValueHeaders, event.headers),
      query: encodeQuery(event.multiValueQueryStringParameters, event.queryStringParameters, encodeURIComponent),
      pathParameters: wellFormed ? (Object.fromEntries(params) as Record<string, string>) : {},
      sourceIp: requestContext.identity?.sourceIp ?? '',
    }),
  }
}

/** A load balancer's event in format 2.0. Everything in it is as the client sent it, percent-encoded. */
export function fromAlb(event: ALBEvent, template: string): Converted {
  const headers = joinHeaders(event.multiValueHeaders, event.headers)
  const router = createRouter<true>()
  if (template !== '') router.add('ANY', template, true)
  const match = template === '' ? undefined : router.match(event.path)
  return {
    wellFormed: match !== 'malformed',
    event: build(event, {
      headers,
      query: encodeQuery(event.multiValueQueryStringParameters, event.queryStringParameters, (text) => text),
      pathParameters: match === undefined || match === 'malformed' ? {} : (match.params ?? {}),
      sourceIp: headers['x-forwarded-for']?.split(',').at(-1)?.trim() ?? '',
    }),
  }
}

function build(
  event: APIGatewayProxyEvent | ALBEvent,
  parts: { headers: Record<string, string>; query: string; pathParameters: Record<string, string>; sourceIp: string },
): EndpointEvent {
  const { headers, query, pathParameters, sourceIp } = parts
  const http = {
    method: event.httpMethod,
    path: event.path,
    protocol: 'HTTP/1.1',
    sourceIp,
    userAgent: headers['user-agent'] ?? '',
  }
  const converted = {
    version: '2.0',
    routeKey: '$default',
    rawPath: event.path,
    rawQueryString: query,
    headers,
    pathParameters,
    requestContext: { http, stage: '$default', routeKey: '$default', requestId: '' },
    isBase64Encoded: event.isBase64Encoded,
    ...(event.body === null ? {} : { body: event.body }),
  }
  return converted as unknown as EndpointEvent
}

/** One line per name, in lower case: repeated headers joined as RFC 9110, section 5.3 allows, cookies by semicolons. */
function joinHeaders(multi: MultiValue, single: SingleValue): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(single ?? {})) if (value !== undefined) headers[name.toLowerCase()] = value
  for (const [name, values] of Object.entries(multi ?? {})) {
    const key = name.toLowerCase()
    if (values !== undefined) headers[key] = values.join(key === 'cookie' ? '; ' : ', ')
  }
  return headers
}

function encodeQuery(multi: MultiValue, single: SingleValue, encode: (text: string) => string): string {
  const pairs: string[] = []
  const entries =
    multi ?? Object.fromEntries(Object.entries(single ?? {}).map(([name, value]) => [name, [value ?? '']]))
  for (const [name, values] of Object.entries(entries)) {
    for (const value of values ?? []) pairs.push(`${encode(name)}=${encode(value)}`)
  }
  return pairs.join('&')
}

/** A result for a REST API, which takes these members and no other. */
export function toRest({ statusCode, headers, cookies, body = '', isBase64Encoded = false }: EndpointResult): object {
  return { statusCode, multiValueHeaders: multiply(headers, cookies), body, isBase64Encoded }
}

/**
 * A result for a load balancer, in the kind of headers that its target group is set to; with single-value headers it
 * can set one cookie only.
 */
export function toAlb(result: EndpointResult, multiValue: boolean): object {
  const { statusCode, headers, cookies, body = '', isBase64Encoded = false } = result
  const cookie = cookies?.[0]
  const single = cookie === undefined ? headers : { ...headers, 'set-cookie': cookie }
  const statusDescription = `${statusCode} ${reasons[statusCode] ?? 'Unknown'}`
  const lines = multiValue ? { multiValueHeaders: multiply(headers, cookies) } : { headers: single }
  return { statusCode, statusDescription, ...lines, body, isBase64Encoded }
}

function multiply(headers: Record<string, string>, cookies: string[] | undefined): Record<string, string[]> {
  const lines = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))
  return cookies === undefined ? lines : { ...lines, 'set-cookie': cookies }
}

/** The load balancer refuses a result without a reason; node:http, which has them all, costs 35 ms of a cold start. */
const reasons: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}
