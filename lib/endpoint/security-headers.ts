import { type Exchange, type Middleware, refuseUnknownOptions, resultOf } from './exchange.ts'

/**
 * What every answer says to a browser that opens it by mistake or by an attacker's will: OWASP's REST security cheat
 * sheet. An API's answers are never framed, sniffed, or run. Frozen once; a response that has the header keeps its own.
 */
export const defaultSecurityHeaders: Readonly<Record<string, string>> = Object.freeze({
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
})

/** Adds the security headers to every response, problems included. */
export function securityHeaders(
  options: { headers?: Readonly<Record<string, string>> } = {},
): Required<Pick<Middleware, 'after' | 'onError'>> {
  refuseUnknownOptions('securityHeaders', options, ['headers'])
  const constant = options.headers ?? defaultSecurityHeaders
  const add = (exchange: Exchange): void => {
    if (exchange.response === undefined) return
    const result = resultOf(exchange)
    // A copy of a constant object is many times faster than adding its members one by one.
    result.headers = { ...constant, ...result.headers }
  }
  return { after: add, onError: add }
}
