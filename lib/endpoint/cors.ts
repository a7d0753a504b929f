import { type Exchange, type Middleware, refuseUnknownOptions, resultOf } from './exchange.ts'

export interface CorsOptions {
  /** Origins that may read the answers; `*` for any. */
  origins: readonly string[]
}

/** Response headers that a script of another origin may read. */
const exposed =
  'deprecation, etag, idempotency-replayed, link, location, ratelimit, ratelimit-policy, retry-after, sunset, x-request-id'

/** The headers that let `origin` read an answer (Fetch standard, section 3.3), or none. */
export function corsHeaders(origins: readonly string[], origin: string | undefined): Record<string, string> {
  if (origins.includes('*')) return { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposed }
  const headers: Record<string, string> = { vary: 'origin' }
  if (origin !== undefined && origins.includes(origin)) {
    headers['access-control-allow-origin'] = origin
    headers['access-control-expose-headers'] = exposed
  }
  return headers
}

/** Adds the CORS headers to every response, problems included. Preflight requests are answered by the host. */
export function cors(options: CorsOptions): Required<Pick<Middleware, 'after' | 'onError'>> {
  refuseUnknownOptions('cors', options, ['origins'])
  const { origins } = options
  const anyOrigin = origins.includes('*')
  const add = (exchange: Exchange): void => {
    if (exchange.response === undefined) return
    const { headers } = resultOf(exchange)
    if (anyOrigin) {
      headers['access-control-allow-origin'] = '*'
      headers['access-control-expose-headers'] = exposed
      return
    }
    const { vary } = headers
    Object.assign(headers, corsHeaders(origins, exchange.event.headers.origin))
    if (vary !== undefined) headers.vary = `${vary}, origin`
  }
  return { after: add, onError: add }
}
