import { randomUUID } from 'node:crypto'
import { isObserved, tellFinished } from '../observe/finished-request.ts'
import { tellStarted } from '../observe/started-request.ts'
import { type Middleware, refuseUnknownOptions, resultOf } from './exchange.ts'
import { EndpointRequest } from './request.ts'

/** Ids that may go into logs and headers as they are. */
const safeId = /^[A-Za-z0-9._:@+/=-]{1,128}$/

/**
 * Gives each call its id and puts the request object on the event as `event.input`. The id is the caller's
 * `x-request-id` where that is safe to log, else Lambda's, else a new UUID; the response says it again. Whoever listens
 * by `onFinished` is told of the answer.
 *
 * @param options.path the operation's path template; undefined where no operation was meant
 */
export function requestContext(options: {
  service: string
  operation: string
  path?: string | undefined
}): Required<Pick<Middleware, 'before' | 'after' | 'onError'>> {
  refuseUnknownOptions('requestContext', options, ['service', 'operation', 'path'])
  const { service, operation, path } = options
  const belongsTo = { service, operation }
  const finish: NonNullable<Middleware['after']> = (exchange) => {
    const { response, event, error } = exchange
    const request = event.input
    if (response === undefined || request === undefined) return
    const result = resultOf(exchange)
    result.headers['x-request-id'] = request.requestId
    if (request.startedAt === 0) return
    const { startedAt } = request
    const { method } = event.requestContext.http
    const durationMs = performance.now() - startedAt
    tellFinished({
      service,
      operation,
      method,
      path,
      status: result.statusCode,
      startedAt,
      durationMs,
      request,
      result,
      error,
    })
  }
  return {
    before({ event, context }) {
      const given = event.headers['x-request-id']
      const id = given !== undefined && safeId.test(given) ? given : (context.awsRequestId ?? randomUUID())
      const request = new EndpointRequest(event, context, id, belongsTo)
      event.input = request
      if (!isObserved()) return
      request.startedAt = performance.now()
      tellStarted({ service, operation, method: event.requestContext.http.method, path, request })
    },
    after: finish,
    onError: finish,
  }
}
