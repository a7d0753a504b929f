import type { EndpointEvent } from 'twelvefold'
import { isSecure } from './config.ts'

/** `__Host-`: no other host, and no page over plain HTTP, can set it (RFC 6265bis, section 4.1.3.2). */
export const toCookieName = (name: string): string => (isSecure ? `__Host-${name}` : name)

/** A random value of ours that a request brings back; undefined where it brings none, or something else. */
export function readCookie({ cookies, headers }: EndpointEvent, cookieName: string): string | undefined {
  // API Gateway lists the cookies beside the headers, a socket has them in one.
  const sent = cookies ?? headers.cookie?.split(';') ?? []
  const value = sent.map((cookie) => cookie.trim().split('=', 2)).find(([name]) => name === cookieName)?.[1]
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined
}

/** @param maxAge in seconds; without it the cookie ends with the browser's session */
export const toCookie = (cookieName: string, value: string, maxAge?: number): string =>
  [
    `${cookieName}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(isSecure ? ['Secure'] : []),
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
  ].join('; ')
