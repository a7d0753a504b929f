import { problem } from '../problem/problem.ts'
import { type Exchange, type Middleware, refuseUnknownOptions } from './exchange.ts'
import { toFaults } from './faults.ts'
import { isInRange, mediaTypeOf } from './media-type.ts'
import type { Operation, ResponseSpec } from './operation.ts'
import { Reply } from './reply.ts'

/** `strict`: a response that breaks its contract is a 500. `sample`: some are checked, and logged. `off`: none is. */
export type ResponseCheckPolicy = 'strict' | 'sample' | 'off'

export interface ResponseCheckOptions {
  operation: Operation
  policy: ResponseCheckPolicy
  /** For `sample`: the share of responses that is checked, 0 to 1. */
  rate: number
}

/**
 * Compares what the handler returned with the contract. It changes nothing: a response is never stripped, and in
 * production never refused.
 */
export function responseCheck(options: ResponseCheckOptions): Middleware {
  refuseUnknownOptions('responseCheck', options, ['operation', 'policy', 'rate'])
  const { operation, policy, rate } = options
  if (policy === 'off') return {}
  const check = (exchange: Exchange): void => {
    const mismatch = findMismatch(operation, exchange.response, exchange.event.input?.accepted)
    if (mismatch === undefined) return
    const detail = `The response of ${operation.id} breaks its contract: ${mismatch.detail}.`
    if (policy === 'strict') throw problem('response-mismatch', detail, { extensions: { errors: mismatch.errors } })
    exchange.event.input?.log.error({ errors: mismatch.errors }, detail)
  }
  if (policy === 'strict') return { after: check }
  return {
    after(exchange) {
      if (Math.random() < rate) check(exchange)
    },
  }
}

interface Mismatch {
  detail: string
  errors: { pointer: string; detail: string }[]
}

function findMismatch(operation: Operation, response: unknown, accepted: string | undefined): Mismatch | undefined {
  const explicit = response instanceof Reply
  const body = explicit ? response.body : response
  const status = explicit ? response.status : body === undefined ? 204 : operation.success
  const spec = findResponse(operation, status)
  if (spec === undefined) return plain(`it does not list the status ${status}`)
  const headers = explicit ? lowerCaseNames(response.headers) : {}
  const missing = spec.requiredHeaders?.find((name) => headers[name] === undefined)
  if (missing !== undefined) return plain(`the ${status} response needs the header ${missing}`)
  const negotiated = accepted !== undefined && Object.hasOwn(spec.content, accepted) ? accepted : undefined
  return checkContent(spec, status, headers['content-type'] ?? negotiated, body)
}

function checkContent(spec: ResponseSpec, status: number, type: unknown, body: unknown): Mismatch | undefined {
  const types = Object.keys(spec.content)
  if (types.length === 0) return body === undefined ? undefined : plain(`the ${status} response has no body`)
  if (body === undefined) return plain(`the ${status} response needs a body`)
  const name = typeof type === 'string' ? mediaTypeOf(type) : (types[0] ?? '')
  const content = spec.content[name] ?? Object.entries(spec.content).find(([range]) => isInRange(name, range))?.[1]
  if (content === undefined) return plain(`the ${status} response is ${types.join(' or ')}, not ${name}`)
  if (content.validator === undefined || content.validator(body)) return undefined
  const errors = toFaults('body', content.validator.errors, body).map(({ pointer, detail }) => ({ pointer, detail }))
  const first = errors[0]
  const rest = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return { detail: `${first?.pointer || 'the body'} ${first?.detail ?? 'is wrong'}${rest}`, errors }
}

function findResponse({ responses }: Operation, status: number): ResponseSpec | undefined {
  return responses[status] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses.default
}

const plain = (detail: string): Mismatch => ({ detail, errors: [] })

function lowerCaseNames(headers: Reply['headers']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
