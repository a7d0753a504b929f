import { toFaults } from './faults.ts'
import { isInRange, mediaTypeOf } from './media-type.ts'
import type { Operation, ResponseSpec } from './operation.ts'
import { Reply } from './reply.ts'

/** How a response breaks its contract. */
export interface Mismatch {
  detail: string
  errors: { pointer: string; detail: string }[]
}

/**
 * Compares a response with the contract of its operation: status, required headers, media type and body.
 *
 * @param response what a handler returns: a body, or a `reply`
 * @param accepted the media type that was negotiated
 */
export function findMismatch(
  operation: Operation,
  response: unknown,
  accepted: string | undefined,
): Mismatch | undefined {
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
