import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzipSync, gzip as gzipWithCallback } from 'node:zlib'
import type { EndpointEvent } from '../endpoint/exchange.ts'
import { type Reply, reply } from '../endpoint/reply.ts'

/** A page or an asset as it is kept: compressed once, and unpacked only for the rare client that cannot. */
export interface Content {
  type: string
  gzip: Uint8Array
  /** The hash of the content, for `etag`. */
  hash: string
  text: () => string
}

const compress = promisify(gzipWithCallback)

/** Compresses as hard as gzip can: it is done once a process, or once a build. */
export const pack = (text: string): Promise<Uint8Array> => compress(text, { level: 9 })

/** @param type a media type of text, with its charset */
export function toContent(type: string, gzip: Uint8Array): Content {
  let text: string | undefined
  return {
    type,
    gzip,
    hash: createHash('sha256').update(gzip).digest('base64url').slice(0, 22),
    text: () => {
      text ??= gunzipSync(gzip).toString('utf8')
      return text
    },
  }
}

/**
 * Keeps what has been made once. What failed is tried again.
 *
 * @example
 * const contents = createCache()
 * await contents('index', () => makeIndex())
 */
export function createCache(): (key: string, make: () => Promise<Content>) => Promise<Content> {
  const kept = new Map<string, Promise<Content>>()
  return (key, make) => {
    const known = kept.get(key)
    if (known !== undefined) return known
    const content = make()
    kept.set(key, content)
    content.catch(() => kept.delete(key))
    return content
  }
}

/**
 * Answers with a content, compressed where the client takes that. The two forms have two entity tags (RFC 9110, section
 * 8.8.3.3). A cache asks each time whether it is still current: the addresses carry no version.
 */
export function sendContent(event: EndpointEvent, content: Content): Reply<200, string | Uint8Array> {
  const zipped = acceptsGzip(event.headers['accept-encoding'])
  return reply(200, zipped ? content.gzip : content.text(), {
    'content-type': content.type,
    'cache-control': 'no-cache',
    etag: `"${content.hash}${zipped ? '-gzip' : ''}"`,
    vary: 'accept-encoding',
    ...(zipped ? { 'content-encoding': 'gzip' } : {}),
  })
}

/** Whether an Accept-Encoding header takes gzip (RFC 9110, section 12.5.3): by its name, else by `*`. */
export function acceptsGzip(header: string | undefined): boolean {
  const qualities = new Map<string, number>()
  for (const part of header?.toLowerCase().split(',') ?? []) {
    const [coding = '', weight = 'q=1'] = part.split(';').map((piece) => piece.trim())
    qualities.set(coding, Number(weight.replace('q=', '')) || 0)
  }
  return (qualities.get('gzip') ?? qualities.get('*') ?? 0) > 0
}
