import type { EndpointEvent } from '../endpoint/exchange.ts'

/** A header that no page of another origin can send: the answers to its preflight do not allow it. */
export const ownHeader = 'x-dashboard'

export interface AccessOptions {
  /** The host names by which other machines may open the dashboard. */
  hosts: readonly string[]
  /** `page`: opened by a link or typed; `data`: read by the page; `action`: changes something. */
  for: 'page' | 'data' | 'action'
}

/**
 * Why a request may not see the dashboard; undefined where it may. The dashboard shows what services hold, and sends
 * requests with the secrets of others, so it is for whoever sits at this machine:
 *
 * - the connection comes from this machine, and not through a proxy;
 * - `Host` names this machine: a name of an attacker's that resolves to 127.0.0.1 does not (DNS rebinding);
 * - the browser says that it is the dashboard's own page that asks (Fetch Metadata), and for an action there is also
 *   {@link ownHeader}, and an `Origin` that is `Host`.
 *
 * @example
 * findRefusal(event, { hosts: [], for: 'data' }) // undefined, or a sentence
 */
export function findRefusal(event: EndpointEvent, options: AccessOptions): string | undefined {
  const { headers, requestContext } = event
  const host = hostNameOf(headers.host)
  if (!options.hosts.includes(host)) {
    const advice = 'DASHBOARD=<host name> lets it be opened by that name from elsewhere.'
    if (!isLoopbackName(host)) return `The dashboard is not opened by the name ${host || '(none)'}. ${advice}`
    const isForwarded = headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined
    if (isForwarded || !isLoopbackAddress(requestContext.http.sourceIp))
      return `The dashboard is for this machine only. ${advice}`
  }
  const site = headers['sec-fetch-site']
  const isOwn = site === undefined || site === 'same-origin' || site === 'none'
  if (!isOwn && !(options.for === 'page' && headers['sec-fetch-mode'] === 'navigate'))
    return 'Another page asks for what only the dashboard may ask for.'
  if (options.for !== 'action') return undefined
  const { origin } = headers
  if (headers[ownHeader] === undefined || (origin !== undefined && !isOrigin(origin, headers.host)))
    return `Only the dashboard itself may ask for this, with the header ${ownHeader}.`
  return undefined
}

const isOrigin = (origin: string, host: string | undefined): boolean =>
  URL.canParse(origin) && new URL(origin).host === host?.toLowerCase()

function hostNameOf(host: string | undefined): string {
  const address = `http://${host ?? ''}`
  return URL.canParse(address) ? new URL(address).hostname : ''
}

/** RFC 6761, section 6.3: `localhost` and what ends in it. URLs write addresses in one way. */
const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name)

const isLoopbackAddress = (address: string): boolean => /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/.test(address)
