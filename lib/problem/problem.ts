import { type ProblemCode, problems } from './table.ts'

/** Members that a problem may carry beside the five of RFC 9457. */
export type ProblemExtensions = Record<string, unknown>

export interface ProblemOptions {
  /** Response headers that belong to the problem: `allow`, `retry-after`, `www-authenticate`. */
  headers?: Record<string, string>
  /** Extension members of the document (RFC 9457, section 3.2): `errors`, `allowed`. */
  extensions?: ProblemExtensions
  /** The error behind it; logged, never sent. */
  cause?: unknown
}

/** An error that a client is meant to see, as `application/problem+json`. Throw one with {@link problem}. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly headers: Record<string, string>
  readonly extensions: ProblemExtensions

  constructor(code: ProblemCode, detail?: string, options: ProblemOptions = {}) {
    super(detail ?? problems[code].title, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Problem'
    this.code = code
    this.status = problems[code].status
    this.headers = options.headers ?? {}
    this.extensions = options.extensions ?? {}
  }
}

/**
 * Makes a problem to throw from a handler or a middleware.
 *
 * @param code a row of the problem table; it gives the status and the title
 * @param detail one sentence for this occurrence, safe to show to the client
 * @example
 * import { problem } from 'twelvefold'
 *
 * throw problem('not-found', 'There is no product 42.')
 * @example
 * throw problem('service-unavailable', 'Try again soon.', { headers: { 'retry-after': '5' } })
 */
export function problem(code: ProblemCode, detail?: string, options?: ProblemOptions): Problem {
  return new Problem(code, detail, options)
}
