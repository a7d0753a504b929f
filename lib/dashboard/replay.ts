import { randomUUID } from 'node:crypto'
import { redacted } from '../observe/redact.ts'
import { problem } from '../problem/problem.ts'
import type { RecordedRequest } from './recorded.ts'
import type { Recorder } from './recorder.ts'
import { restoreBody, restoreTarget } from './restore-secrets.ts'
import { sendAgain } from './send-again.ts'

/** What is to be otherwise the second time. */
export interface ReplayWish {
  /** `renew`: a new `Idempotency-Key`, so that it is another request. */
  key: 'keep' | 'renew'
  /** Path and query, where they were edited. */
  target?: string
  /** Where it was edited. */
  body?: string
}

/** Reads what a page asks for. @throws `malformed-body` where it is nothing that it may be */
export function readWish(text: string): ReplayWish {
  const said = parse(text)
  const { key = 'keep', target, body } = said
  const isText = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string'
  if ((key !== 'keep' && key !== 'renew') || !isText(target) || !isText(body))
    throw problem('malformed-body', 'A replay is { key?: "keep" | "renew", target?: text, body?: text }.')
  return { key, ...(target === undefined ? {} : { target }), ...(body === undefined ? {} : { body }) }
}

/** What is the connection's, or of the first request only: its trace, its id, how long its client had patience. */
const dropped =
  /^(?:connection|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade|expect|content-length|traceparent|tracestate|b3|x-b3-\w+|x-request-id|x-request-timeout-ms)$/

/**
 * Sends a recorded request again, through the host, with its secrets: they never were in the browser.
 *
 * @returns the request that was recorded of it
 * @throws `unprocessable-content` where it was not kept whole, or an edit has left a secret without its value
 */
export async function replay(request: RecordedRequest, wish: ReplayWish, recorder: Recorder): Promise<RecordedRequest> {
  const { method, path, query, body, seq } = request
  if (body?.isWhole === false) throw problem('unprocessable-content', 'The body was too large to be kept whole.')
  const original = query === '' ? path : `${path}?${query}`
  const target = wish.target === undefined ? original : checkTarget(restoreTarget(wish.target, original))
  const bytes =
    wish.body === undefined ? toBytes(body) : Buffer.from(checkHidden(restoreBody(wish.body, body?.text ?? '')))
  const requestId = `replay-${randomUUID()}`
  recorder.expectRepeat(requestId, seq)
  const headers = { ...keptHeaders(request, wish.key), 'x-request-id': requestId }
  try {
    await sendAgain({ method, target, headers, body: bytes })
  } catch (error) {
    throw problem('bad-gateway', `The host did not answer: ${error instanceof Error ? error.message : String(error)}`)
  }
  const repeated = recorder.requests().findLast((other) => other.requestId === requestId && other.repeats === seq)
  if (repeated === undefined) throw problem('bad-gateway', 'The host has answered, but nothing was recorded of it.')
  return repeated
}

function keptHeaders({ headers }: RecordedRequest, key: ReplayWish['key']): Record<string, string> {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || dropped.test(name) ? [] : [[name, value] as const],
  )
  const again = Object.fromEntries(kept)
  if (key === 'renew' && again['idempotency-key'] !== undefined) again['idempotency-key'] = randomUUID()
  return again
}

const toBytes = (body: RecordedRequest['body']): Buffer | undefined =>
  body === undefined ? undefined : Buffer.from(body.text, body.isBase64 ? 'base64' : 'utf8')

/** Only this host, and nothing that node:http would refuse. */
function checkTarget(target: string): string {
  if (!/^\/[\x21-\x7e]*$/.test(target) || target.includes('#'))
    throw problem(
      'unprocessable-content',
      'A path begins with a slash, and has neither spaces nor characters beyond ASCII: write them as %20.',
    )
  return checkHidden(target)
}

function checkHidden(text: string): string {
  if (text.includes(redacted))
    throw problem('unprocessable-content', `There is no secret to put in the place of ${redacted}.`)
  return text
}

function parse(text: string): Record<string, unknown> {
  try {
    return Object(text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
  } catch {
    throw problem('malformed-body', 'The body is not JSON.')
  }
}
