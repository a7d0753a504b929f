import type { MiddlewareObj } from '@middy/core'
import { authorise } from '../auth/authorise.ts'
import type { SchemeChecks } from '../auth/scheme-checks.ts'
import { kitSettings } from '../config/kit.ts'
import { markSensitive } from '../observe/sensitive-names.ts'
import { accept } from './accept.ts'
import { compose } from './compose.ts'
import { cors } from './cors.ts'
import { withinTime } from './deadline.ts'
import { deprecation } from './deprecation.ts'
import { type EndpointHandler, type Middleware, refuseUnknownOptions } from './exchange.ts'
import type { Exactly, Handler, HandlerResult } from './handler.ts'
import { head } from './head.ts'
import { idempotency } from './idempotency.ts'
import type { Operation, OperationTypes } from './operation.ts'
import { parse } from './parse.ts'
import { problems } from './problems.ts'
import { rateLimit } from './rate-limit.ts'
import type { EndpointRequest } from './request.ts'
import { requestContext } from './request-context.ts'
import { responseCheck } from './response-check.ts'
import { securityHeaders } from './security-headers.ts'
import { serialise } from './serialise.ts'
import { validate } from './validate.ts'

export interface EndpointOptions {
  /** Plain middy middlewares, run between the kit's checks and the handler. They see finished responses. */
  use?: MiddlewareObj | MiddlewareObj[]
  /** Constant headers in place of the kit's security headers: for pages that are meant for browsers. */
  securityHeaders?: Readonly<Record<string, string>>
  /** How long the handler may take, in milliseconds; `HANDLER_TIMEOUT_MS` unless said. */
  timeoutMs?: number
  /** The checks of the security schemes that are not bearer tokens, by their names in the contract. */
  schemes?: SchemeChecks
}

/**
 * Makes the middy handler of one operation: the stack that its contract asks for, around the handler. The stack is
 * composed here, once; what the operation does not need is not in it.
 *
 * @param operation from `#contracts/<service>`
 * @param handler gets the request as the contract describes it, returns the body of the first 2xx response or a `reply`
 * @example
 * import { endpoint } from 'twelvefold'
 * import { greet } from '#contracts/hello'
 *
 * export const handler = endpoint(greet, ({ path }) => ({ message: `Hello ${path.name}` }))
 */
export function endpoint<Types extends OperationTypes, Result extends HandlerResult<Types>>(
  operation: Operation<Types>,
  handler: Handler<Types, Result> & Exactly<Types, Result>,
  options: EndpointOptions = {},
): EndpointHandler {
  refuseUnknownOptions('endpoint', options, ['use', 'securityHeaders', 'timeoutMs', 'schemes'])
  const timeoutMs = options.timeoutMs ?? kitSettings().HANDLER_TIMEOUT_MS
  if (operation.sensitive !== undefined) markSensitive(operation.service, operation.id, operation.sensitive)
  const call = handler as unknown as (request: EndpointRequest) => unknown

  return compose(composeStack(operation, timeoutMs, options), (event) => {
    const input = event.input as EndpointRequest
    input.limitMs = timeoutMs
    const result = call(input)
    return isPromise(result) ? withinTime(result, input) : result
  })
}

/** A promise, or what a library has in place of one. */
const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function'

/**
 * The middlewares of an operation, outermost first. `problems` stands inside the headers, so that a problem gets them
 * too: see docs/decisions/0003-order-of-the-stack.md.
 */
function composeStack(operation: Operation, timeoutMs: number, options: EndpointOptions): Middleware[] {
  const settings = kitSettings()
  const check = responseCheck({ operation, policy: settings.RESPONSE_CHECK, rate: settings.RESPONSE_SAMPLE_RATE })
  const limit = limitOf(operation)
  return [
    ...limit.tell,
    ...composeOuterStack({
      path: operation.path,
      service: operation.service,
      operation: operation.id,
      answersHead: operation.method === 'GET',
      ...(options.securityHeaders === undefined ? {} : { securityHeaders: options.securityHeaders }),
      ...outerOptionsOf(operation),
    }),
    ...limit.countClients,
    ...(operation.security.length > 0 ? [authorise({ operation, schemes: options.schemes ?? {} })] : []),
    ...limit.countCallers,
    accept({ operation }),
    parse({ operation, bodyLimit: settings.BODY_LIMIT }),
    validate({ operation }),
    ...(operation.idempotencyKey === undefined
      ? []
      : [idempotency({ operation, timeoutMs, base: settings.PUBLIC_URL ?? '' })]),
    ...([options.use ?? []].flat() as Middleware[]),
    serialise({ operation }),
    ...(check.after === undefined ? [] : [check]),
  ]
}

/** Where a rate limit stands: a client is known by its address, a caller only when the token has been checked. */
function limitOf(operation: Operation): Record<'tell' | 'countClients' | 'countCallers', Middleware[]> {
  const { RATE_LIMITS: counting, TRUST_PROXY: proxies } = kitSettings()
  const { rateLimit: limit } = operation
  if (limit === undefined || counting === 'off') return { tell: [], countClients: [], countCallers: [] }
  const { tell, count } = rateLimit({ operation, limit, counting, proxies })
  const ofCallers = limit.per === 'caller'
  return { tell: [tell], countClients: ofCallers ? [] : [count], countCallers: ofCallers ? [count] : [] }
}

/** What an operation asks for around its answers, whoever gives them. */
export const outerOptionsOf = ({
  cors,
  deprecation: headers,
}: Operation): Pick<OuterOptions, 'cors' | 'deprecation'> => ({
  ...(cors === undefined ? {} : { cors }),
  ...(headers === undefined ? {} : { deprecation: headers }),
})

interface OuterOptions {
  service: string
  operation: string
  path?: string
  answersHead: boolean
  securityHeaders?: Readonly<Record<string, string>>
  cors?: false
  deprecation?: Readonly<Record<string, string>>
}

/** What surrounds every answer, whatever it is about: also used where no operation matched. */
export function composeOuterStack(options: OuterOptions): Middleware[] {
  const { CORS_ORIGINS, PUBLIC_URL } = kitSettings()
  const { service, operation, path, answersHead, securityHeaders: headers } = options
  return [
    ...(options.deprecation === undefined ? [] : [deprecation({ headers: options.deprecation })]),
    ...(answersHead ? [head()] : []),
    requestContext({ service, operation, path }),
    securityHeaders(headers === undefined ? {} : { headers }),
    ...(options.cors === false ? [] : [cors({ origins: CORS_ORIGINS })]),
    problems({ base: PUBLIC_URL ?? '' }),
  ]
}
