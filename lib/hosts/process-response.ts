import type { ServerResponse } from 'node:http'
import type { EndpointResult } from '../endpoint/exchange.ts'

/**
 * Writes an endpoint's result. A flat list of headers with the length said beforehand, and the body as a string, are
 * the fast way through node:http: a Buffer costs a fifth of the throughput, a missing length a tenth.
 */
export function writeResult(response: ServerResponse, result: EndpointResult, closing: boolean): void {
  const { statusCode, body } = result
  response.writeHead(statusCode, toHead(result, closing))
  if (body === undefined) response.end()
  else response.end(result.isBase64Encoded === true ? Buffer.from(body, 'base64') : body)
}

/** The headers of a result, names and values in turn, with the length of its body. */
export function toHead(
  { statusCode, headers, cookies, body, isBase64Encoded }: EndpointResult,
  closing: boolean,
): string[] {
  const flat: string[] = []
  for (const name in headers) flat.push(name, headers[name] ?? '')
  if (cookies !== undefined) for (const cookie of cookies) flat.push('set-cookie', cookie)
  if (closing) flat.push('connection', 'close')
  if (body !== undefined) {
    flat.push('content-length', String(Buffer.byteLength(body, isBase64Encoded === true ? 'base64' : 'utf8')))
  } else if (statusCode !== 204 && statusCode !== 304 && headers['content-length'] === undefined) {
    flat.push('content-length', '0')
  }
  return flat
}

/** A result as the bytes of an HTTP/1.1 response, for a socket on which no request could be read. */
export function toRawResponse(result: EndpointResult, reason: string): string {
  const { statusCode, headers, body = '' } = result
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [
    `HTTP/1.1 ${statusCode} ${reason}`,
    ...lines,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')
}
