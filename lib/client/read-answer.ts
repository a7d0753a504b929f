import { mediaTypeOf } from '../endpoint/media-type.ts'
import { problem } from '../problem/problem.ts'
import { answerKind } from './answer-kind.ts'
import type { BodyKind, OperationDescriptor } from './descriptor.ts'
import { unavailable } from './failure.ts'
import type { WireResponse } from './send.ts'

/** An answer of the contract, its body read by its media type. */
export interface ReadAnswer {
  status: number
  body: unknown
  headers: Readonly<Record<string, string>>
}

/**
 * Reads an answer as the contract lists it.
 *
 * @throws Problem `bad-gateway` that says what the contract does not list, and nothing of the body;
 *   `service-unavailable` for a 429 that it does not list
 */
export function readAnswer(service: string, { responses }: OperationDescriptor, response: WireResponse): ReadAnswer {
  const { status, headers } = response
  const fail = (what: string) => problem('bad-gateway', `${service} answered ${what}.`)
  const types = responses[status]
  if (types === undefined) {
    if (status === 429) throw unavailable(service, headers['retry-after'])
    throw fail(`with the status ${status}, which its contract does not list`)
  }
  if (Object.keys(types).length === 0) return { status, body: undefined, headers }
  const type = mediaTypeOf(headers['content-type'] ?? '')
  const kind = answerKind(types, type)
  if (kind === undefined) throw fail(`${status} with ${type || 'no media type'}, which its contract does not list`)
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw fail(`in the encoding ${encoding}, which was not asked for`)
  try {
    return { status, body: readBody(kind, response.body), headers }
  } catch {
    throw fail(`${status} with a body that is not JSON`)
  }
}

function readBody(kind: BodyKind, body: Buffer): unknown {
  if (kind === 'binary') return new Uint8Array(body)
  const text = body.toString('utf8')
  return kind === 'json' ? JSON.parse(text) : text
}
