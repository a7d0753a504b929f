import { parse as parseQueryString } from 'node:querystring'
import { readCookies } from '../endpoint/decode-parameters.ts'
import type { EndpointEvent } from '../endpoint/exchange.ts'
import type { SecurityScheme } from '../endpoint/operation.ts'

/** A user's name and password, as HTTP Basic sends them (RFC 7617). */
export interface BasicCredentials {
  user: string
  password: string
}

/** What a request has sent for a scheme: nothing, something, or what cannot be read as such. */
export type Sent<Credentials> = { absent: true } | { malformed: true } | { credentials: Credentials }

const absent = { absent: true } as const
const malformed = { malformed: true } as const

/**
 * Reads a bearer token from the `Authorization` header: from there only, since an address with a token in it ends up in
 * logs (RFC 9700, section 4.3.2). Two tokens are none: several values of the header come joined by commas.
 */
export function readBearer({ headers }: EndpointEvent): Sent<string> {
  const value = headers.authorization
  if (!value) return absent
  // The b64token of RFC 6750, section 2.1.
  const token = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i.exec(value)?.[1]
  if (token !== undefined) return { credentials: token }
  return /^Bearer(?: |$)/i.test(value) ? malformed : absent
}

/** Reads what is sent for a scheme that is not the kit's. */
export function readOwn(scheme: SecurityScheme, event: EndpointEvent): Sent<string | BasicCredentials> {
  if (scheme.type === 'basic') return readBasic(event)
  if (scheme.type !== 'apiKey') throw new Error('a bearer token is the kit’s to read')
  const value = readApiKey(scheme, event)
  if (Array.isArray(value)) return malformed
  return value === undefined || value === '' ? absent : { credentials: value }
}

function readApiKey(
  { in: place, name }: SecurityScheme & { type: 'apiKey' },
  event: EndpointEvent,
): string | string[] | undefined {
  if (place === 'header') return event.headers[name.toLowerCase()]
  return place === 'query' ? parseQueryString(event.rawQueryString ?? '')[name] : readCookies(event)[name]
}

/** RFC 7617, section 2: the name ends at the first colon. */
function readBasic({ headers }: EndpointEvent): Sent<BasicCredentials> {
  const value = headers.authorization
  if (!value || !/^Basic(?: |$)/i.test(value)) return absent
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(value)?.[1]
  const text = encoded === undefined ? undefined : decode(encoded)
  const at = text?.indexOf(':') ?? -1
  if (text === undefined || at < 0) return malformed
  return { credentials: { user: text.slice(0, at), password: text.slice(at + 1) } }
}

function decode(encoded: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64'))
  } catch {
    return undefined
  }
}
