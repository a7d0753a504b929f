import { writeRequest } from '../../client/write-request.ts'
import type { EndpointEvent } from '../../endpoint/exchange.ts'
import type { Operation } from '../../endpoint/operation.ts'
import { setBody } from '../../hosts/process-event.ts'
import { type CallParts, describeCall } from './call-parts.ts'

/** Where a call comes from, as far as the stack asks. */
const client = { sourceIp: '127.0.0.1', userAgent: 'twelvefold-shell', protocol: 'HTTP/1.1' }

/**
 * The event that a host would make of a call: payload format 2.0.
 *
 * @param parts as `readParts` gives them
 * @param headers what is sent where the parts do not say otherwise
 */
export function toCallEvent(operation: Operation, parts: CallParts, headers: Record<string, string>): EndpointEvent {
  const { method } = operation
  // An event has its cookies apart from its headers.
  const { cookies: given = {}, ...others } = parts
  const { target, headers: written, body } = writeRequest(describeCall(operation, parts), others)
  const at = target.indexOf('?')
  const path = at < 0 ? target : target.slice(0, at)
  const cookies = Object.entries(given).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: at < 0 ? '' : target.slice(at + 1),
    headers: { host: 'localhost', 'user-agent': client.userAgent, ...headers, ...written },
    ...(cookies.length === 0 ? {} : { cookies }),
    requestContext: {
      stage: '$default',
      routeKey: '$default',
      timeEpoch: Date.now(),
      http: { method, path, ...client },
    },
    isBase64Encoded: false,
  } as unknown as EndpointEvent
  if (body !== undefined) setBody(event, Buffer.from(body))
  return event
}
