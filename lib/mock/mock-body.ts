import { type Json, type MediaType, type OpenApiDocument, resolve, type Schema } from '../contract/document.ts'
import { kindOf } from '../contract/operations.ts'
import { mediaTypeOf } from '../endpoint/media-type.ts'
import { toXml } from './mock-xml.ts'
import { hasExample, sampleContent } from './sample.ts'

/** The smallest pictures: one pixel each. */
const pictures: Record<string, string> = {
  'image/gif': 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  'image/png': 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'

/**
 * The body of a response for one of its media types: a JSON value, a text, or bytes.
 *
 * @param example the name of one of the content's examples
 */
export function mockBody(
  document: OpenApiDocument,
  type: string,
  content: MediaType,
  example: string | undefined,
): Json | Uint8Array {
  const name = mediaTypeOf(type)
  const kind = kindOf(name)
  const picture = hasExample(document, content) ? undefined : name === 'image/svg+xml' ? svg : pictures[name]
  if (picture !== undefined) return name === 'image/svg+xml' ? picture : Buffer.from(picture, 'base64')
  const value = sampleContent(document, content, 'response', { example })
  if (kind === 'json') return value ?? (content.schema === undefined ? {} : null)
  if (kind === 'form') return new URLSearchParams(toPairs(value)).toString()
  if (name.endsWith('/xml') || name.endsWith('+xml')) return toXml(document, content.schema ?? true, value ?? {})
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  const text = String(value ?? 'text')
  return kind === 'text' || isTextual(name) ? text : toBytes(document, content, text)
}

/** Types outside of `text/` that are texts all the same. */
const isTextual = (type: string): boolean =>
  /[/+-](javascript|ecmascript|yaml|graphql|sql|toml|jsonl|ndjson|json-seq|pem-certificate-chain)$/.test(type)

/** An example of bytes is written in base64 where the schema says so, or where it can be nothing else; else it is text. */
function toBytes(document: OpenApiDocument, { schema }: MediaType, text: string): Uint8Array {
  const resolved = resolve<Schema>(document, schema ?? true)
  const encoded = typeof resolved === 'object' && resolved.contentEncoding === 'base64'
  const looksEncoded = text.length >= 16 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)
  return Buffer.from(text, encoded || looksEncoded ? 'base64' : 'utf8')
}

function toPairs(value: Json | undefined): [string, string][] {
  return Object.entries(Object(value) as Record<string, Json>).flatMap(([name, entry]) =>
    [entry]
      .flat()
      .map((item): [string, string] => [name, typeof item === 'object' ? JSON.stringify(item) : String(item)]),
  )
}
