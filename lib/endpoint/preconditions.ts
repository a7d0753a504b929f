import { problem } from '../problem/problem.ts'
import type { EndpointEvent, EndpointResult } from './exchange.ts'

const strip = (tag: string): string => tag.trim().replace(/^W\//, '')

function matches(header: string, etag: string): boolean {
  return header.trim() === '*' || header.split(',').some((tag) => strip(tag) === strip(etag))
}

/** Whether a safe request already has what the response would carry: If-None-Match, RFC 9110, section 13.1.2. */
export function isUnmodified(event: EndpointEvent, result: EndpointResult): boolean {
  const { etag } = result.headers
  const header = event.headers['if-none-match']
  if (etag === undefined || header === undefined || result.statusCode !== 200) return false
  const { method } = event.requestContext.http
  return (method === 'GET' || method === 'HEAD') && matches(header, etag)
}

/**
 * Refuses a change to something that is no longer what the client has seen: If-Match, RFC 9110, section 13.1.1.
 * Call it before the write, with the entity tag of the current state.
 *
 * @throws `precondition-required` (428) without an If-Match, `precondition-failed` (412) with an old one
 * @example
 * requireMatch(event, `"${product.version}"`)
 */
export function requireMatch(event: EndpointEvent, etag: string): void {
  const header = event.headers['if-match']
  if (header === undefined) throw problem('precondition-required', 'Say with If-Match which state you want to change.')
  // Comparison is strong here: a weak tag never matches.
  const matched = header.trim() === '*' || header.split(',').some((tag) => tag.trim() === etag)
  if (!matched) throw problem('precondition-failed', `The current state is ${etag}.`, { headers: { etag } })
}
