import { type EndpointResult, type Exchange, type Middleware, refuseUnknownOptions } from './exchange.ts'
import { isJson, mediaTypeOf } from './media-type.ts'
import type { Operation } from './operation.ts'
import { isUnmodified } from './preconditions.ts'
import { Reply } from './reply.ts'

/**
 * Turns what the handler returned into a response: JSON, text, or bytes in base64, by the media type. A GET whose
 * `etag` the client already has becomes 304 (RFC 9110, section 13.1.2).
 */
export function serialise(options: { operation: Operation }): Required<Pick<Middleware, 'after'>> {
  refuseUnknownOptions('serialise', options, ['operation'])
  const { operation } = options
  const types = new Map(
    Object.entries(operation.responses).map(([status, spec]) => [Number(status), Object.keys(spec.content)]),
  )
  const successType = types.get(operation.success)?.[0]
  const onlyJson = types.get(operation.success)?.length === 1 && successType !== undefined && isJson(successType)
  return {
    after(exchange) {
      const { response } = exchange
      if (response instanceof Reply) exchange.response = fromReply(exchange, response, types.get(response.status))
      else if (response === undefined) exchange.response = { statusCode: 204, headers: {} }
      else if (onlyJson) {
        exchange.response = {
          statusCode: operation.success,
          headers: { 'content-type': successType },
          body: JSON.stringify(response),
        }
      } else
        exchange.response = fromReply(
          exchange,
          new Reply(operation.success, response, {}),
          types.get(operation.success),
        )
    },
  }
}

function fromReply(exchange: Exchange, reply: Reply, types: string[] | undefined): EndpointResult {
  const result: EndpointResult = { statusCode: reply.status, headers: {} }
  for (const [name, value] of Object.entries(reply.headers)) addHeader(result, name.toLowerCase(), value)
  if (isUnmodified(exchange.event, result)) {
    delete result.headers['content-type']
    result.statusCode = 304
    return result
  }
  if (reply.body === undefined) return result
  writeBody(result, reply.body, result.headers['content-type'] ?? chooseType(exchange, result, types ?? []))
  return result
}

/** The media type that the client prefers among those of the response; the first where it prefers none. */
function chooseType(exchange: Exchange, result: EndpointResult, types: string[]): string | undefined {
  // A cache must not give one client the media type that another has asked for (RFC 9110, section 12.5.5).
  if (types.length > 1) result.headers.vary ??= 'accept'
  const accepted = exchange.event.input?.accepted
  return accepted !== undefined && types.includes(accepted) ? accepted : types[0]
}

function addHeader(result: EndpointResult, name: string, value: string | readonly string[]): void {
  if (name === 'set-cookie')
    result.cookies = [...(result.cookies ?? []), ...(typeof value === 'string' ? [value] : value)]
  else result.headers[name] = typeof value === 'string' ? value : value.join(', ')
}

function writeBody(result: EndpointResult, body: unknown, type: string | undefined): void {
  if (body instanceof Uint8Array) {
    result.headers['content-type'] = type ?? 'application/octet-stream'
    result.body = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64')
    result.isBase64Encoded = true
  } else if (typeof body === 'string' && type !== undefined && !isJson(mediaTypeOf(type))) {
    result.headers['content-type'] =
      type.startsWith('text/') && !type.includes('charset') ? `${type}; charset=utf-8` : type
    result.body = body
  } else {
    result.headers['content-type'] = type ?? 'application/json'
    result.body = JSON.stringify(body)
  }
}
