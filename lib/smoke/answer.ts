import { isJson, mediaTypeOf } from '../endpoint/media-type.ts'

/** What the deployment has answered. */
export interface Answer {
  status: number
  /** Names in lower case; a repeated header is joined by commas (RFC 9110, section 5.3). */
  headers: Readonly<Record<string, string>>
  /** What JSON says, the text of other text, the bytes of anything else; undefined where there is no body. */
  body: unknown
  /** The body as text, for people. */
  text: string
  /** The address that was asked. */
  url: string
}

/** One request, and what came of it: what a failure shows. */
export interface Exchange {
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  body: string | undefined
  answer?: Answer
  /** Why no answer came. */
  error?: string
  ms: number
}

/** Reads an answer of `fetch`. A body that says it is JSON and is not stays text; whoever checks it says so. */
export async function readAnswer(response: Response, url: string): Promise<Answer> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const text = new TextDecoder().decode(bytes)
  const headers = Object.fromEntries(response.headers)
  return { status: response.status, headers, body: readBody(headers['content-type'] ?? '', bytes, text), text, url }
}

function readBody(contentType: string, bytes: Uint8Array, text: string): unknown {
  if (bytes.byteLength === 0) return undefined
  const type = mediaTypeOf(contentType)
  if (type.startsWith('text/')) return text
  if (!isJson(type)) return bytes
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
