import { readAuthSettings } from '../auth/auth-settings.ts'
import { logger } from '../observe/log.ts'
import { problem } from '../problem/problem.ts'
import { type Credentials, readCredentials } from './client-settings.ts'
import { send } from './send.ts'

/** Where tokens come from, and what for. */
export interface TokenSettings extends Credentials {
  AUTH_ISSUER: string
  AUTH_AUDIENCE: string
}

/** The tokens of this process: one for each set of scopes. */
export interface ServiceTokens {
  /**
   * @throws Problem `service-unavailable` where the issuer cannot be asked; `bad-gateway` where it refuses
   * @throws ConfigError where the environment does not say who we are
   */
  get: (scopes: readonly string[]) => Promise<string>
  /** Forgets a token that somebody has refused. */
  drop: (token: string) => void
}

interface Token {
  value: string
  /** In ms since 1970. */
  renewAt: number
  endsAt: number
}

const second = 1_000
const requestTimeoutMs = 5 * second

/** A token is renewed when 80 % of its life has passed, or 30 s before its end, whichever is earlier; a short one at half. */
const renewedAfter = 0.8
const renewedBefore = 30 * second
const renewedEarliest = 0.5

/** The life of a token whose issuer does not say it (RFC 6749, section 5.1 only recommends that it does), in s. */
const assumedLife = 60

/**
 * Asks the issuer for tokens by client credentials (RFC 6749, section 4.4) and keeps them while they last. A token near
 * its end is renewed in the background while it still serves; those who ask at the same time share one request.
 *
 * @param read the settings, read when the first token is needed
 */
export function serviceTokens(read: () => TokenSettings = readTokenSettings): ServiceTokens {
  const tokens = new Map<string, Token>()
  const underWay = new Map<string, Promise<string>>()
  let endpoint: Promise<URL> | undefined

  const fetchToken = async (scope: string): Promise<Token> => {
    const settings = read()
    endpoint ??= discover(settings.AUTH_ISSUER)
    // What could not be found out is asked again by the next call.
    endpoint.catch(() => (endpoint = undefined))
    return requestToken(await endpoint, settings, scope)
  }

  const renew = (scope: string): Promise<string> => {
    const known = underWay.get(scope)
    if (known !== undefined) return known
    const renewal = fetchToken(scope)
      .then((token) => {
        tokens.set(scope, token)
        return token.value
      })
      .finally(() => underWay.delete(scope))
    underWay.set(scope, renewal)
    return renewal
  }

  return {
    async get(scopes) {
      const scope = [...scopes].sort().join(' ')
      const token = tokens.get(scope)
      if (token === undefined || Date.now() >= token.endsAt) return renew(scope)
      if (Date.now() >= token.renewAt && !underWay.has(scope))
        renew(scope).catch((error: unknown) => {
          // Not at each call: the old token still serves.
          token.renewAt = Date.now() + second
          logger().warn({ err: error, scope }, 'A token could not be renewed')
        })
      return token.value
    },
    drop(value) {
      for (const [scope, token] of tokens) if (token.value === value) tokens.delete(scope)
    },
  }
}

/** @throws ConfigError with the faults of what is read first */
const readTokenSettings = (): TokenSettings => ({ ...readAuthSettings(), ...readCredentials() })

/** The token endpoint, by OpenID Connect Discovery 1.0, section 4. */
async function discover(issuer: string): Promise<URL> {
  const url = new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  const { status, document } = await ask('GET', url, { accept: 'application/json' })
  if (status !== 200) throw unavailable(new Error(`${url} answered ${status}`))
  const { issuer: said, token_endpoint: endpoint } = document
  // Section 4.3: otherwise our secret could be sent to whoever can place a document there.
  if (said !== issuer) throw refused(new Error(`${url}: the issuer is ${JSON.stringify(said)}, not AUTH_ISSUER`))
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint) || !/^https?:/i.test(endpoint))
    throw refused(new Error(`${url}: token_endpoint is no address`))
  if (url.protocol === 'https:' && !/^https:/i.test(endpoint))
    throw refused(new Error(`${url}: token_endpoint is not https, as the issuer is`))
  return new URL(endpoint)
}

async function requestToken(endpoint: URL, settings: TokenSettings, scope: string): Promise<Token> {
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  if (scope !== '') form.set('scope', scope)
  // RFC 8707, section 2: a resource is an absolute URI. Issuers that name audiences otherwise bind them to the client.
  if (URL.canParse(settings.AUTH_AUDIENCE)) form.set('resource', settings.AUTH_AUDIENCE)
  const headers = {
    accept: 'application/json',
    authorization: basic(settings),
    'content-type': 'application/x-www-form-urlencoded',
  }
  const asked = Date.now()
  const { status, document } = await ask('POST', endpoint, headers, form.toString())
  const { access_token: value, token_type: type, expires_in: life = assumedLife, error } = document
  if (status >= 500 || status === 429) throw unavailable(new Error(`${endpoint} answered ${status}`))
  if (status !== 200) throw refused(new Error(`${endpoint} answered ${status} ${String(error ?? '')}`.trim()))
  if (typeof value !== 'string' || !/^bearer$/i.test(String(type)) || !(Number(life) >= 0))
    throw refused(new Error(`${endpoint} answered without a bearer token`))
  const ms = Number(life) * second
  const renewIn = Math.max(ms * renewedEarliest, Math.min(ms * renewedAfter, ms - renewedBefore))
  return { value, endsAt: asked + ms, renewAt: asked + renewIn }
}

/** HTTP Basic with both parts form-encoded first (RFC 6749, section 2.3.1). */
function basic({ AUTH_CLIENT_ID, AUTH_CLIENT_SECRET }: Credentials): string {
  const encode = (part: string): string => new URLSearchParams({ '': part }).toString().slice(1)
  return `Basic ${Buffer.from(`${encode(AUTH_CLIENT_ID)}:${encode(AUTH_CLIENT_SECRET)}`).toString('base64')}`
}

async function ask(
  method: string,
  url: URL,
  headers: Record<string, string>,
  body?: string,
): Promise<{ status: number; document: Record<string, unknown> }> {
  const signal = AbortSignal.timeout(requestTimeoutMs)
  try {
    const response = await send({ method, url, headers, body, signal })
    return { status: response.status, document: parse(response.body) }
  } catch (cause) {
    throw unavailable(new Error(`${url} cannot be reached`, { cause }))
  }
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(body.toString('utf8'))
    return typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const unavailable = (cause: Error) =>
  problem('service-unavailable', 'No token can be had at the moment.', { headers: { 'retry-after': '5' }, cause })

const refused = (cause: Error) => problem('bad-gateway', 'The issuer gives this service no token.', { cause })
