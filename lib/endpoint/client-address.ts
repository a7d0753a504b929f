import { isIP } from 'node:net'
import type { EndpointEvent } from './exchange.ts'

/** Who may be believed: how many proxies stand before this process, or their addresses and networks. */
export type TrustedProxies = number | readonly string[]

/** Whether the proxy at an address may be believed; the one that called us is hop 0. */
export type Trust = (address: string, hop: number) => boolean

/** Makes what tells trusted proxies from others; `proxy-addr`, which knows networks, is loaded only for a list of them. */
export async function compileTrust(proxies: TrustedProxies): Promise<Trust> {
  if (typeof proxies === 'number') return (_, hop) => hop < proxies
  const { default: proxyAddr } = await import('proxy-addr')
  return proxyAddr.compile([...proxies])
}

/**
 * The address of the client: the one that called us or, where that is a trusted proxy, the one that it says called it,
 * and so on from the right of `X-Forwarded-For`. What a client has written into that header itself stands on the left of
 * what a trusted proxy has added, so it is never reached.
 *
 * @returns '' where the host does not know any
 * @example
 * const trust = await compileTrust(['loopback'])
 * readClientAddress(event, trust) // '203.0.113.9'
 */
export function readClientAddress(event: EndpointEvent, trust: Trust): string {
  let address = toAddress(event.requestContext.http.sourceIp) ?? ''
  const forwarded = event.headers['x-forwarded-for']?.split(',').reverse() ?? []
  for (const [hop, entry] of forwarded.entries()) {
    if (!trust(address, hop)) break
    const next = toAddress(entry)
    if (next === undefined) break
    address = next
  }
  return address
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function toAddress(text: string): string | undefined {
  const [, bracketed, plain] = /^\s*(?:\[([^\]]+)\](?::\d+)?|([^[\]]+?))\s*$/.exec(text) ?? []
  const address = bracketed ?? plain?.replace(/^([\d.]+):\d+$/, '$1') ?? ''
  return isIP(address) === 0 ? undefined : address
}

/**
 * What is counted as one client: an IPv4 address, or the 64 leading bits of an IPv6 address, since a network of that
 * size is what one subscriber is given (RFC 6177, section 2).
 *
 * @example
 * networkOf('2001:db8:1:2:3::4') // '2001:db8:1:2::/64'
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  // A URL writes an address in one form only (URL standard, section 3.5): hexadecimal, the longest run of zeros cut.
  const written = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1)
  const [head = '', tail] = written.split('::').map((part) => (part === '' ? [] : part.split(':')))
  const groups = tail === undefined ? [...head] : [...head, ...Array(8 - head.length - tail.length).fill('0'), ...tail]
  const mapped = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff'
  if (!mapped) return `${groups.slice(0, 4).join(':')}::/64`
  const bytes = groups.slice(6).flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
  return bytes.join('.')
}
