import { timeoutHeader } from '../endpoint/deadline.ts'
import { isLogged } from '../observe/access-log.ts'
import { tellCall } from '../observe/finished-call.ts'
import { childHeaders, spanOf } from '../observe/trace-context.ts'
import { acceptOf } from './accept-of.ts'
import { runAuthorised } from './authorise-call.ts'
import type { CallContext } from './call-context.ts'
import { callKeyOf } from './call-key.ts'
import { limitCall } from './call-limit.ts'
import type { CallSettings } from './client-settings.ts'
import type { OperationDescriptor } from './descriptor.ts'
import { failureOf, refusalOf } from './failure.ts'
import { answered, type Outcome, unanswered } from './outcome.ts'
import { attempts, type Policies } from './policies.ts'
import { type ReadAnswer, readAnswer } from './read-answer.ts'
import { retryDelay } from './retry-delay.ts'
import { send } from './send.ts'
import type { ServiceTokens } from './service-token.ts'
import type { RequestParts } from './write-parts.ts'
import { writeRequest } from './write-request.ts'

/** What a call needs of its process. */
export interface CallDependencies {
  settings: () => CallSettings
  policies: () => Promise<Policies>
  tokens: ServiceTokens
  /** 0 to 1: the jitter of retries. */
  random: () => number
}

/** Which operation is called, and with whose token. */
export interface Called {
  service: string
  id: string
  operation: OperationDescriptor
  token: 'service' | 'caller'
}

/** Repeating these does no harm (RFC 9110, section 9.2.2); anything else needs an idempotency key for it. */
const idempotent = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])

/**
 * Calls one operation of another service.
 *
 * @throws Problem where there is no answer that the contract lists
 */
export async function callOperation(
  called: Called,
  parts: RequestParts,
  context: CallContext,
  dependencies: CallDependencies,
): Promise<ReadAnswer> {
  const { service, id, operation, token } = called
  const { address, timeoutMs } = dependencies.settings()
  const written = writeRequest(operation, parts)
  const { headers, target, body } = written
  const url = new URL(address + target)
  const key = headers['idempotency-key'] ?? callKeyOf(context, called, written)
  const mayRetry = operation.idempotent === true || idempotent.has(operation.method) || key !== undefined
  const keyed = key === undefined ? {} : { 'idempotency-key': key }
  const constant = { ...headers, ...keyed, accept: acceptOf(operation), 'x-request-id': context.requestId }
  const policies = await dependencies.policies()
  const limit = limitCall(service, context)

  const attempt = async (authorization: object, count: number, signal: AbortSignal): Promise<Outcome> => {
    const allowedMs = Math.max(0, Math.min(timeoutMs, Math.floor(limit.remaining())))
    const span = childHeaders(context.trace)
    const passedOn = { ...span, [timeoutHeader]: String(allowedMs) }
    const startedAt = performance.now()
    const request = { method: operation.method, url, headers: { ...constant, ...passedOn, ...authorization }, body }
    const outcome = await send({ ...request, signal }).then(answered, (error: unknown) =>
      unanswered(error, { ended: signal.aborted, hadItsTime: allowedMs >= timeoutMs && !limit.signal.aborted }),
    )
    const durationMs = performance.now() - startedAt
    const { response, error } = outcome
    const status = response?.status
    const { trace } = context
    const spanId = spanOf(span)
    const { method, path } = operation
    tellCall({
      upstream: service,
      call: id,
      method,
      path,
      url,
      status,
      error,
      attempt: count,
      startedAt,
      durationMs,
      spanId,
      trace,
    })
    if (isLogged(trace.traceId, status)) {
      context.log?.info(
        {
          spanId,
          parentId: trace.spanId,
          upstream: service,
          call: id,
          status,
          durationMs: Math.round(durationMs * 1000) / 1000,
        },
        `call ${id} ${status ?? 'unanswered'}`,
      )
    }
    const retryIn = mayRetry && count + 1 < attempts ? retryDelay(outcome, count, dependencies.random()) : undefined
    if (retryIn === undefined || retryIn >= limit.remaining() || !policies.budget.take()) return outcome
    context.log?.warn({ upstream: service, call: id, status, err: error }, 'trying again')
    return { ...outcome, retryIn }
  }

  try {
    const outcome = await Promise.race([
      limit.ended,
      runAuthorised({ service, scopes: operation.scopes, token }, context, dependencies.tokens, (authorization) => {
        policies.budget.countCall()
        return policies.run((count, signal) => attempt(authorization, count, signal), timeoutMs, limit.signal)
      }),
    ])
    const { response } = outcome
    if (response === undefined || response.status >= 500) throw failureOf(service, id, outcome)
    return readAnswer(service, operation, response)
  } catch (error) {
    throw refusalOf(service, error, policies.opensIn())
  } finally {
    limit.dispose()
  }
}
