import { answerKind } from '../../client/answer-kind.ts'
import { isJson, mediaTypeOf } from '../../endpoint/media-type.ts'
import type { Received } from './attempt.ts'
import type { DescribedOperation } from './described.ts'
import { Problem } from './problem.ts'
import { UnexpectedAnswer } from './unexpected-answer.ts'

/** An answer of the contract, its body read by its media type. */
export interface ReadAnswer {
  status: number
  body: unknown
  headers: Readonly<Record<string, string>>
}

/** @throws Problem for 400 and above; UnexpectedAnswer for what the contract does not have */
export function readAnswer(
  operation: string,
  { method, responses }: DescribedOperation,
  { status, headers, bytes }: Received,
  isConditional: boolean,
): ReadAnswer {
  const type = mediaTypeOf(headers['content-type'] ?? '')
  if (status >= 400) throw new Problem({ operation, status, headers, body: readFailure(type, bytes) })
  if (status === 304 && isConditional) return { status, body: undefined, headers }
  const types = responses[status]
  const fail = (what: string): UnexpectedAnswer => new UnexpectedAnswer(operation, status, what)
  // What browsers make of a redirect that is not followed.
  if (status === 0) throw fail('the answer is a redirect, which this platform does not show')
  if (types === undefined) {
    const leads = headers.location === undefined ? '' : `; it leads to ${headers.location}`
    throw fail(`the status ${status} is not in the contract${leads}`)
  }
  if (method === 'HEAD' || Object.keys(types).length === 0) return { status, body: undefined, headers }
  const kind = answerKind(types, type)
  if (kind === undefined) throw fail(`${type || 'an answer without a media type'} is not in the contract`)
  if (kind === 'binary') return { status, body: bytes, headers }
  const text = new TextDecoder().decode(bytes)
  if (kind !== 'json') return { status, body: text, headers }
  try {
    return { status, body: JSON.parse(text), headers }
  } catch {
    throw fail('the body is not JSON')
  }
}

function readFailure(type: string, bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes)
  try {
    return isJson(type) ? JSON.parse(text) : text
  } catch {
    return text
  }
}
