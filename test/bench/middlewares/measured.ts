import type { EndpointEvent } from '../../../lib/endpoint/exchange.ts'
import { bodies, type Call, type ConstantCall, greet } from '../calls.ts'
import type { Prepared } from './stacks.ts'

/** An operation that is called in process, without a socket: how, and what its handler does. */
export interface Measured {
  title: string
  service: string
  operation: string
  /** A new event for each call, since the stack writes on it. */
  event: () => EndpointEvent
  handler: (event: EndpointEvent) => unknown
  prepared: Prepared
}

interface Input {
  path: { name: string }
  body: object
}

const inputOf = (event: EndpointEvent): Input => event.input as unknown as Input

/** An event of payload format 2.0 as API Gateway makes it of a call, with the headers of an ordinary client. */
function eventOf({ method, path, headers, body }: Call, pathParameters?: Record<string, string>): EndpointEvent {
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: { ...headers, accept: '*/*', host: 'localhost', 'user-agent': 'bench' },
    ...(pathParameters === undefined ? {} : { pathParameters }),
    requestContext: { http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'bench' } },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  }
  return event as unknown as EndpointEvent
}

const get: Measured = {
  title: greet.name,
  service: 'hello',
  operation: 'greet',
  event: () => eventOf(greet, { name: 'Ada' }),
  handler: (event) => ({ message: `Hello ${inputOf(event).path.name}` }),
  prepared: { path: { name: 'Ada' }, body: undefined, response: greet.reply },
}

const [small, large] = bodies

const post = (call: ConstantCall): Measured => ({
  title: call.name,
  service: 'hello',
  operation: 'filterKeys',
  event: () => eventOf(call),
  handler: (event) => Object.fromEntries(Object.entries(inputOf(event).body).filter(([key]) => /^a/i.test(key))),
  prepared: { path: {}, body: JSON.parse(call.body ?? 'null'), response: call.reply },
})

export const measured: readonly Measured[] = [get, ...[small, large].flatMap((call) => (call ? [post(call)] : []))]
