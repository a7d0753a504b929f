import { isScope } from './scopes.ts'
import { hashOf, isSame } from './secrets.ts'

export const grants = ['authorization_code', 'refresh_token', 'client_credentials'] as const
export type Grant = (typeof grants)[number]

/** A program that asks for tokens (RFC 6749, section 2). */
export interface OAuthClient {
  clientId: string
  name: string
  /** A confidential client has a secret; this is what is kept of it. A public client has none. */
  secretHash?: string | undefined
  /** Compared as strings; the port `*` of a loopback address stands for any (RFC 8252, section 7.3). */
  redirectUris: readonly string[]
  postLogoutRedirectUris: readonly string[]
  grants: readonly Grant[]
  /** The most it can get. */
  scopes: readonly string[]
  /** Is the shop's own: its users are not asked for consent. */
  trusted: boolean
}

export const isPublic = ({ secretHash }: OAuthClient): boolean => secretHash === undefined

export const hasSecret = ({ secretHash }: OAuthClient, secret: string): boolean =>
  isSame(hashOf(secret), secretHash ?? '')

/** Whether a redirect URI is one of the client's: character by character (RFC 9700, section 2.1). */
export const hasRedirectUri = ({ redirectUris }: OAuthClient, uri: string): boolean =>
  redirectUris.some((registered) => (loopback.test(registered) ? isLoopback(registered, uri) : registered === uri))

const loopback = /^(http:\/\/(?:127\.0\.0\.1|\[::1\])):\*(\/.*)?$/

function isLoopback(registered: string, uri: string): boolean {
  const [, origin, path = ''] = loopback.exec(registered) ?? []
  if (origin === undefined || !uri.startsWith(origin) || !uri.endsWith(path)) return false
  return /^(?::[1-9]\d{0,4})?$/.test(uri.slice(origin.length, uri.length - path.length))
}

/**
 * Reads clients as `AUTH_CLIENTS` lists them: `secret` or `secretHash`, the rest as {@link OAuthClient}.
 *
 * @throws Error that says what is wrong with which client
 */
export function toClients(value: unknown): readonly OAuthClient[] {
  if (!Array.isArray(value)) throw new Error('must be a list of clients')
  return value.map((entry: unknown, at) => toClient(entry, `client ${at + 1}`))
}

const members = 'clientId name secret secretHash redirectUris postLogoutRedirectUris grants scopes trusted'.split(' ')

/** @throws Error that says what is wrong; `what` names the client in it */
export function toClient(value: unknown, what: string): OAuthClient {
  if (typeof value !== 'object' || value === null) throw new Error(`${what} must be an object`)
  const entry = value as Record<string, unknown>
  for (const key of Object.keys(entry)) if (!members.includes(key)) throw new Error(`${what} has no member ${key}`)
  const { clientId, name = clientId, secret, trusted = false } = entry
  if (typeof clientId !== 'string' || !/^[\w.~-]{1,64}$/.test(clientId))
    throw new Error(`${what} needs a clientId of letters, digits, hyphens, dots and underscores`)
  if (typeof name !== 'string' || typeof trusted !== 'boolean') throw new Error(`${what}: name or trusted is wrong`)
  if (secret !== undefined && (typeof secret !== 'string' || secret.length < 16))
    throw new Error(`${what}: a secret has at least 16 characters`)
  const secretHash = secret === undefined ? entry.secretHash : hashOf(secret)
  if (secretHash !== undefined && (typeof secretHash !== 'string' || !/^[\w-]{43}$/.test(secretHash)))
    throw new Error(`${what}: a secretHash is a SHA-256 in base64url`)
  const client: OAuthClient = {
    clientId,
    name,
    ...(secretHash === undefined ? {} : { secretHash }),
    redirectUris: texts(entry.redirectUris, `${what}: redirectUris`),
    postLogoutRedirectUris: texts(entry.postLogoutRedirectUris, `${what}: postLogoutRedirectUris`),
    grants: texts(entry.grants, `${what}: grants`).map((grant) => {
      const known = grants.find((candidate) => candidate === grant)
      if (known === undefined) throw new Error(`${what}: ${grant} is no grant; there are ${grants.join(', ')}`)
      return known
    }),
    scopes: texts(entry.scopes, `${what}: scopes`),
    trusted,
  }
  checkClient(client, what)
  return client
}

function checkClient(client: OAuthClient, what: string): void {
  for (const scope of client.scopes) if (!isScope(scope)) throw new Error(`${what}: there is no scope ${scope}`)
  for (const uri of [...client.redirectUris, ...client.postLogoutRedirectUris]) checkRedirectUri(uri, what)
  if (client.grants.includes('client_credentials') && isPublic(client))
    throw new Error(`${what}: the grant client_credentials needs a secret (RFC 6749, section 4.4)`)
}

/** Absolute, without a fragment (RFC 6749, section 3.1.2), over TLS unless on this machine, and no script. */
function checkRedirectUri(uri: string, what: string): void {
  const readable = uri.replace(loopback, '$1:1$2')
  if (!URL.canParse(readable) || /[#*\s]/.test(readable)) throw new Error(`${what}: ${uri} is no redirect URI`)
  const { protocol, hostname } = new URL(readable)
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
  // A scheme of an app's own is a domain name turned round (RFC 8252, section 7.1), and so has a dot.
  const isPrivate = /^[a-z][a-z0-9+-]*\.[a-z0-9.+-]+:$/.test(protocol)
  if (protocol !== 'https:' && !(protocol === 'http:' && isLocal) && !isPrivate)
    throw new Error(`${what}: ${uri} is neither https nor this machine nor an app's own scheme`)
}

function texts(value: unknown, what: string): string[] {
  if (value === undefined) return []
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    throw new Error(`${what} must be a list of texts`)
  return value
}
