import { acceptOf } from '../../client/accept-of.ts'
import { retryDelay } from '../../client/retry-delay.ts'
import { type RequestParts, type WrittenRequest, writeParts } from '../../client/write-parts.ts'
import type { ClientOptions, Signal } from '../surface.ts'
import { AttemptTimeout, attempt, pause, type Received } from './attempt.ts'
import type { BearerToken } from './bearer-token.ts'
import { checkRequest } from './check-request.ts'
import type { DescribedOperation } from './described.ts'
import { NoAnswer } from './no-answer.ts'
import { randomKey } from './random-key.ts'
import { type ReadAnswer, readAnswer } from './read-answer.ts'
import { readCallOptions, type SaidOptions } from './read-options.ts'
import { unlessAborted } from './unless-aborted.ts'

/** What the calls of one client have in common. */
export interface CallSetup {
  options: ClientOptions
  token: BearerToken
}

const repeatable = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']

/**
 * Calls one operation.
 *
 * @param target in place of the one that the parts are written to: the next page of a list
 * @throws Problem, NoAnswer, UnexpectedAnswer; TypeError where the call cannot be written
 */
export async function call(
  { options, token }: CallSetup,
  id: string,
  operation: DescribedOperation,
  request: RequestParts = {},
  callOptions: SaidOptions = {},
  target?: string,
): Promise<ReadAnswer & { url: string }> {
  const said = readCallOptions(callOptions)
  checkRequest(id, operation, request)
  const written = writeParts(
    operation,
    request,
    (name, text) => new TypeError(`${id}: ${JSON.stringify(text)} cannot be the path parameter ${name}.`),
  )
  const headers = headersOf(operation, written, options, said)
  const url = target ?? options.baseUrl + written.target
  const mayRepeat =
    operation.idempotent === true || repeatable.includes(operation.method) || headers.has('idempotency-key')
  const sent = { method: operation.method, url, headers, body: written.body }
  const { signal } = said
  const retries = mayRepeat ? (said.retries ?? options.retries ?? 2) : 0
  const timeoutMs = said.timeoutMs ?? options.timeoutMs ?? 10_000
  const once = (): Promise<Received> => attempt(options.fetch ?? fetch, sent, timeoutMs, signal)

  const ownToken =
    operation.token === true && !headers.has('authorization') ? await unlessAborted(signal, token.get) : undefined
  if (ownToken !== undefined) headers.set('authorization', `Bearer ${ownToken}`)
  let received = await repeat(id, once, retries, signal)
  if (received.status === 401 && ownToken !== undefined) {
    // Nothing was done: that the first answer was a 401 makes it safe to send anything again.
    const renewed = await unlessAborted(signal, () => token.renew(ownToken))
    if (renewed !== undefined) {
      headers.set('authorization', `Bearer ${renewed}`)
      received = await repeat(id, once, retries, signal)
    }
  }
  return { ...readAnswer(id, operation, received, said.ifNoneMatch !== undefined), url }
}

function headersOf(
  operation: DescribedOperation,
  written: WrittenRequest,
  options: ClientOptions,
  said: SaidOptions,
): Headers {
  const headers = new Headers({ accept: acceptOf(operation) })
  for (const given of [options.headers, said.headers, written.headers])
    for (const [name, value] of Object.entries(given ?? {})) headers.set(name, value)
  if (said.ifNoneMatch !== undefined) headers.set('if-none-match', said.ifNoneMatch)
  // One key for all attempts: that makes them one request.
  if (operation.idempotencyKey !== undefined && !headers.has('idempotency-key'))
    headers.set('idempotency-key', randomKey())
  return headers
}

/** Tries until there is an answer that another attempt would not better, or no attempt is left. */
async function repeat(
  id: string,
  once: () => Promise<Received>,
  retries: number,
  signal: Signal | undefined,
): Promise<Received> {
  for (let count = 0; ; count++) {
    let response: Received | undefined
    let error: unknown
    try {
      response = await once()
    } catch (thrown) {
      if (signal?.aborted) throw signal.reason
      error = thrown
    }
    const wait = count < retries ? retryDelay({ response, error }, count, Math.random()) : undefined
    if (wait !== undefined) await pause(wait, signal)
    else if (response !== undefined) return response
    else throw new NoAnswer(id, error instanceof AttemptTimeout, count + 1, error)
  }
}
