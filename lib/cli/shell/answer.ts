import type { EndpointResult } from '../../endpoint/exchange.ts'
import { mediaTypeOf } from '../../endpoint/media-type.ts'

/** What an operation has answered; a problem is an answer too. */
export interface Answer {
  readonly status: number
  /** JSON read, other text as it is, bytes for the rest; undefined where there is none. */
  readonly body: unknown
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly [about]: { readonly requestId: string; readonly durationMs: number }
}

const about: unique symbol = Symbol('about')

/** Makes an answer; how long it took, and for which request, is not shown in JSON. */
export function toAnswer(
  { status, body, headers }: { status: number; body: unknown; headers: Readonly<Record<string, string>> },
  meant: { requestId: string; durationMs: number },
): Answer {
  const answer = { status, body, headers }
  Object.defineProperty(answer, about, { value: meant })
  return answer as Answer
}

export const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, about)

/** Which request an answer belongs to, and how long it took in ms. */
export const aboutAnswer = (answer: Answer): Answer[typeof about] => answer[about]

/** What a host would have sent, read as a client reads it. */
export function readResult(result: EndpointResult): { status: number; body: unknown; headers: Record<string, string> } {
  const { statusCode: status, headers, cookies } = result
  const said = cookies === undefined ? headers : { ...headers, 'set-cookie': cookies.join(', ') }
  return { status, body: readBody(result), headers: said }
}

function readBody({ body, isBase64Encoded, headers }: EndpointResult): unknown {
  if (body === undefined) return undefined
  const type = mediaTypeOf(headers['content-type'] ?? '')
  if (isBase64Encoded) return Buffer.from(body, 'base64')
  return /[/+]json$/.test(type) ? JSON.parse(body) : body
}
