/**
 * What every answer of the kit carries, for the servers that are compared with it: the same bytes on the wire. The
 * bench reads an answer of each server first, and compares them.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** Response headers that a page of another origin may read. */
export const exposedHeaders =
  'deprecation, etag, idempotency-replayed, link, location, ratelimit, ratelimit-policy, retry-after, sunset, x-request-id'

/** The kit keeps an idle connection open for as long, and says so to the client. */
export const keepAliveMs = 95_000

/** Ids that may go into logs and headers as they are. */
export const safeId = /^[A-Za-z0-9._:@+/=-]{1,128}$/
