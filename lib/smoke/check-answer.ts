import assert from 'node:assert/strict'
import { mediaTypeOf } from '../endpoint/media-type.ts'
import type { Operation } from '../endpoint/operation.ts'
import { reply } from '../endpoint/reply.ts'
import { findMismatch } from '../endpoint/response-mismatch.ts'
import { defaultSecurityHeaders } from '../endpoint/security-headers.ts'
import { problemMediaType } from '../problem/document.ts'
import type { Answer } from './answer.ts'
import { describeAnswer } from './expect.ts'

/**
 * Compares an answer with what the contract lists: status, media type, required headers, and the body by its schema.
 *
 * @throws AssertionError that names the first fault
 */
export function checkContract(operation: Operation, answer: Answer): void {
  const { status, headers } = answer
  // A condition of the request: that a contract lists it is not needed (RFC 9110, section 15.4.5).
  if (status === 304) {
    assert.ok(answer.body === undefined, 'a 304 has no body')
    return
  }
  const response = reply(status, answer.body, { ...headers })
  const mismatch = findMismatch(operation, response, undefined)
  assert.ok(
    mismatch === undefined,
    `${describeAnswer(answer)} breaks the contract of ${operation.id}: ${mismatch?.detail}`,
  )
}

/** The contract's statuses of success. */
export const successes = ({ responses }: Operation): string[] =>
  Object.keys(responses).filter((status) => /^[23]/.test(status))

/** @throws AssertionError where the status is none of the contract's successes */
export function checkSuccess(operation: Operation, answer: Answer): void {
  const listed = successes(operation)
  const known = listed.some((status) => status === String(answer.status) || status === `${String(answer.status)[0]}XX`)
  assert.ok(known, `it answered ${describeKind(answer)}, not ${listed.join(' or ')}`)
}

/** What every answer carries, whatever it is: the headers for browsers, and the id that finds it in the logs. */
export function checkHeaders({ headers }: Answer): void {
  const missing = [...Object.keys(defaultSecurityHeaders), 'x-request-id'].filter((name) => headers[name] === undefined)
  assert.ok(missing.length === 0, `the answer lacks ${missing.join(', ')}`)
}

/**
 * A problem document (RFC 9457) of this status.
 *
 * @throws AssertionError where it is another status, or no problem
 */
export function checkProblem(answer: Answer, status: number): void {
  const { body, headers } = answer
  assert.ok(answer.status === status, `it answered ${describeKind(answer)}, not ${status}`)
  const type = mediaTypeOf(headers['content-type'] ?? '')
  assert.ok(type === problemMediaType, `${status} comes as ${type || 'nothing'}, not as ${problemMediaType}`)
  const document = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  assert.ok(
    typeof document.type === 'string' && typeof document.title === 'string' && document.status === status,
    `${status} lacks type, title or the status itself`,
  )
  assert.ok(document.requestId === headers['x-request-id'], 'requestId is not the x-request-id of the answer')
}

/** A status with its media type, where that is not what an API answers with: a proxy may stand in between. */
export function describeKind(answer: Answer): string {
  const type = mediaTypeOf(answer.headers['content-type'] ?? '')
  return type === 'text/html' ? `${answer.status} with a page (text/html)` : describeAnswer(answer)
}
