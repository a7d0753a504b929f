import type { Fault } from '../surface.ts'

/** What a {@link Problem} is made of. */
export interface FailedAnswer {
  operation: string
  status: number
  headers: Readonly<Record<string, string>>
  /** The parsed document, or a text. */
  body: unknown
}

/** An answer of 400 or above (RFC 9457). What the answer does not say has a value all the same. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly operation: string
  readonly status: number
  readonly type: string
  readonly code: string
  readonly title: string
  readonly detail: string | undefined
  readonly errors: readonly Fault[]
  readonly requestId: string | undefined
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>

  constructor({ operation, status, headers, body }: FailedAnswer) {
    const { type, title, detail, errors, requestId } = (
      typeof body === 'object' && body !== null ? body : {}
    ) as Record<string, unknown>
    const heading = textOf(title) ?? `HTTP status ${status}`
    super(`${operation}: ${status} ${textOf(detail) ?? heading}`)
    this.operation = operation
    this.status = status
    this.type = textOf(type) ?? 'about:blank'
    // `about:blank` says no more than the status (RFC 9457, section 4.2.1).
    this.code = this.type === 'about:blank' ? '' : (/([^/#?:]+)\/?$/.exec(this.type)?.[1] ?? '')
    this.title = heading
    this.detail = textOf(detail)
    this.errors = Array.isArray(errors) ? errors : []
    this.requestId = textOf(requestId) ?? headers['x-request-id']
    this.body = body
    this.headers = headers
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Whether something thrown is a problem of this operation and status. */
export const isProblem = (error: unknown, operation: string, status: number): boolean =>
  error instanceof Problem && error.operation === operation && error.status === status
