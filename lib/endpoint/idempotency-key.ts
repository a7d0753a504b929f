import { createHash } from 'node:crypto'
import type { Caller } from '../auth/caller.ts'
import { problem } from '../problem/problem.ts'
import type { EndpointEvent } from './exchange.ts'
import type { Operation } from './operation.ts'

/**
 * The key that a request carries: the header's value, or what is in its quotes, where it is written as a structured
 * field (draft-ietf-httpapi-idempotency-key-header, section 2.1; RFC 9651, section 3.3.3).
 *
 * @returns undefined where there is no header
 * @throws a `validation-failed` problem where it is not 1 to 255 visible ASCII characters
 */
export function readIdempotencyKey({ headers }: EndpointEvent): string | undefined {
  const value = headers['idempotency-key']?.trim()
  if (value === undefined) return undefined
  const key = value.startsWith('"') ? /^"((?:[^"\\]|\\["\\])*)"$/.exec(value)?.[1]?.replace(/\\(.)/g, '$1') : value
  if (key === undefined || !/^[\x21-\x7e]{1,255}$/.test(key)) throw malformed()
  return key
}

const malformed = (): Error => {
  const detail = 'must be 1 to 255 visible ASCII characters'
  return problem('validation-failed', 'The request has one fault.', {
    extensions: { errors: [{ in: 'header', pointer: '/idempotency-key', detail }] },
  })
}

/**
 * The id of a key's record. The same key of another caller, or for another operation, is another record; callers that
 * nobody knows have one scope together.
 */
export function recordIdOf(
  { service, id }: Pick<Operation, 'service' | 'id'>,
  caller: Caller | undefined,
  key: string,
): string {
  const scope = caller === undefined ? null : [caller.subject, caller.clientId ?? null]
  const parts = JSON.stringify([service, id, scope, key])
  return `${service}:${createHash('sha256').update(parts).digest('base64url')}`
}

/** What tells one request from another: method, path, query, and the bytes of the body. */
export function fingerprintOf({
  requestContext,
  rawPath,
  rawQueryString,
  body,
  isBase64Encoded,
}: EndpointEvent): string {
  const hash = createHash('sha256')
  hash.update(`${JSON.stringify([requestContext.http.method, rawPath, rawQueryString])}\n`)
  return hash.update(body ?? '', isBase64Encoded ? 'base64' : 'utf8').digest('base64url')
}
