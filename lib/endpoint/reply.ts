/** A response with its status said: made by {@link reply}, checked against the contract by the compiler. */
export class Reply<Status extends number = number, Body = unknown> {
  readonly status: Status
  readonly body: Body
  readonly headers: ReplyHeaders

  constructor(status: Status, body: Body, headers: ReplyHeaders) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** Response headers; several cookies are a list, sent as one `Set-Cookie` line each. */
export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>

/**
 * Answers with another status than the contract's first 2xx, or with headers. The contract has to list the status.
 *
 * @param status a status that the contract lists for this operation
 * @param body what that response carries; leave it out where it has no body
 * @param headers names in any case
 * @example
 * import { reply } from 'twelvefold'
 *
 * reply(201, { id: '42' }, { location: '/products/42' })
 * @example
 * reply(204)
 */
export function reply<Status extends number>(status: Status): Reply<Status, undefined>
export function reply<Status extends number, Body>(
  status: Status,
  body: Body,
  headers?: ReplyHeaders,
): Reply<Status, Body>
export function reply(status: number, body?: unknown, headers: ReplyHeaders = {}): Reply {
  return new Reply(status, body, headers)
}
