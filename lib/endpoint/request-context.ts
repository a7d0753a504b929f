import { randomUUID } from 'node:crypto'
import { type Middleware, refuseUnknownOptions, resultOf } from './exchange.ts'
import { EndpointRequest } from './request.ts'

/** Ids that may go into logs and headers as they are. */
const safeId = /^[A-Za-z0-9._:@+/=-]{1,128}$/

/**
 * Gives each call its id and puts the request object on the event as `event.input`. The id is the caller's
 * `x-request-id` where that is safe to log, else Lambda's, else a new UUID; the response says it again.
 */
export function requestContext(options: {
  service: string
  operation: string
}): Required<Pick<Middleware, 'before' | 'after' | 'onError'>> {
  refuseUnknownOptions('requestContext', options, ['service', 'operation'])
  const belongsTo = { service: options.service, operation: options.operation }
  const sayId: NonNullable<Middleware['after']> = (exchange) => {
    if (exchange.response === undefined) return
    const id = exchange.event.input?.requestId
    if (id !== undefined) resultOf(exchange).headers['x-request-id'] = id
  }
  return {
    before({ event, context }) {
      const given = event.headers['x-request-id']
      const id = given !== undefined && safeId.test(given) ? given : (context.awsRequestId ?? randomUUID())
      event.input = new EndpointRequest(event, context, id, belongsTo)
    },
    after: sayId,
    onError: sayId,
  }
}
