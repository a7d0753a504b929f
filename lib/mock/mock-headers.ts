import { type HeaderObject, type OpenApiDocument, type ResponseObject, resolve } from '../contract/document.ts'
import { type Content, hasExample, sampleContent } from './sample.ts'

/** Headers that say how the message itself is sent; a made-up value would break it. */
export const transportHeaders: readonly string[] = [
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'transfer-encoding',
]

/**
 * The headers of a response that the contract asks for: those that are required, and those that it shows an example of.
 */
export function mockHeaders(document: OpenApiDocument, { headers = {} }: ResponseObject): Record<string, string> {
  const values = Object.entries(headers).flatMap(([name, reference]) => {
    const header = resolve<HeaderObject & Content & { content?: Record<string, Content> }>(document, reference)
    const [content] = Object.values(header.content ?? {})
    const source = content ?? header
    if (transportHeaders.includes(name.toLowerCase()) || !(header.required || hasExample(document, source))) return []
    const value = sampleContent(document, source, 'response', { name: name.replace(/^x-/i, '') })
    return value === undefined ? [] : [[name, toHeader(content === undefined ? value : JSON.stringify(value))] as const]
  })
  return Object.fromEntries(values)
}

/** A value in style `simple` (OpenAPI 3.1, section 4.8.21), without what a header cannot carry. */
function toHeader(value: unknown): string {
  const parts = Array.isArray(value) ? value : typeof value === 'object' ? Object.entries(value ?? {}).flat() : [value]
  return parts.join(',').replace(/[^\t\x20-\x7e\x80-\xff]+/g, '?')
}
