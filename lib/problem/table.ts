/**
 * Every problem that the kit can answer with: its code, title and HTTP status. A code is never reused for something
 * else. `docs/reference/problems.md` has a section for each; a test compares the two.
 *
 * Source: RFC 9457 for the document, RFC 9110 section 15 for the statuses.
 */
export const problems = {
  'bad-request': { status: 400, title: 'The request cannot be understood' },
  'malformed-body': { status: 400, title: 'The body cannot be parsed' },
  'missing-body': { status: 400, title: 'A body is required' },
  'validation-failed': { status: 400, title: 'The request breaks the contract' },
  unauthorized: { status: 401, title: 'Authentication is required' },
  forbidden: { status: 403, title: 'Access is denied' },
  'not-found': { status: 404, title: 'There is no such resource' },
  'method-not-allowed': { status: 405, title: 'The resource does not have this method' },
  'not-acceptable': { status: 406, title: 'No media type of the response is accepted' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  conflict: { status: 409, title: 'The request conflicts with the current state' },
  gone: { status: 410, title: 'The resource is gone' },
  'precondition-failed': { status: 412, title: 'The resource has changed' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The media type of the body is not supported' },
  'unprocessable-content': { status: 422, title: 'The request cannot be carried out' },
  'precondition-required': { status: 428, title: 'The request must be conditional' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  'response-mismatch': { status: 500, title: 'The response breaks the contract' },
  'not-implemented': { status: 501, title: 'The operation has no handler yet' },
  'bad-gateway': { status: 502, title: 'A service behind this one failed' },
  'service-unavailable': { status: 503, title: 'The service is not available' },
  timeout: { status: 504, title: 'The answer took too long' },
} as const satisfies Record<string, { status: number; title: string }>

/** The stable code of a problem: the last segment of its `type`. */
export type ProblemCode = keyof typeof problems
