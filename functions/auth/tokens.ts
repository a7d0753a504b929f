import { createHash, randomUUID } from 'node:crypto'
import type { createLocalJWKSet, importJWK } from 'jose'
import { issuer, settings } from './config.ts'
import type { PrivateJwk } from './given-keys.ts'
import { publishedKeys, signingKey } from './signing-keys.ts'
import { tokenSeconds } from './token-times.ts'

/** What an access token says (RFC 9068, section 2.2); times in seconds since 1970. */
export interface AccessClaims {
  sub: string
  client_id: string
  scope: string
  jti: string
  iat: number
  exp: number
  aud: string
  auth_time?: number
  /** The grant behind it, by which it is revoked; not what a refresh token can be made of. */
  grant_id?: string
}

/** Signs an access token (RFC 9068). */
export async function signAccessToken(token: {
  subject: string
  clientId: string
  scope: readonly string[]
  authTime?: number | undefined
  grantId?: string | undefined
}): Promise<string> {
  const { subject, clientId, scope, authTime, grantId } = token
  return sign('at+jwt', {
    sub: subject,
    aud: settings.AUTH_AUDIENCE,
    client_id: clientId,
    scope: scope.join(' '),
    jti: randomUUID(),
    ...(authTime === undefined ? {} : { auth_time: authTime }),
    ...(grantId === undefined ? {} : { grant_id: grantId }),
  })
}

/** Signs an ID token (OpenID Connect Core, section 2), bound to the access token beside it by `at_hash`. */
export function signIdToken(token: {
  subject: string
  clientId: string
  authTime: number
  nonce?: string | undefined
  accessToken: string
}): Promise<string> {
  const { subject, clientId, authTime, nonce, accessToken } = token
  return sign('JWT', {
    sub: subject,
    aud: clientId,
    auth_time: authTime,
    at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
    ...(nonce === undefined ? {} : { nonce }),
  })
}

/** Keys as the library takes them; to read one costs more than to sign with it. */
const readKeys = new WeakMap<PrivateJwk, ReturnType<typeof importJWK>>()

async function sign(type: string, claims: Record<string, unknown>): Promise<string> {
  const [{ importJWK, SignJWT }, { jwk }] = await Promise.all([import('./jose.ts'), signingKey()])
  const key = readKeys.get(jwk) ?? importJWK({ ...jwk }, 'ES256')
  readKeys.set(jwk, key)
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({ iss: issuer, ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: type, kid: jwk.kid })
    .setIssuedAt(now)
    .setExpirationTime(now + tokenSeconds)
    .sign(await key)
}

/** The claims of an access token of this server; undefined for every other text, and for one that has ended. */
export async function readAccessToken(token: string): Promise<AccessClaims | undefined> {
  const claims = await verify(token, { typ: 'at+jwt', audience: settings.AUTH_AUDIENCE })
  return claims as AccessClaims | undefined
}

/** Whom an ID token of this server is about, and which client it was given to; it may have ended. */
export async function readIdTokenHint(token: string): Promise<{ sub: string; clientId: string } | undefined> {
  // OpenID Connect RP-Initiated Logout, section 2: a hint is taken although its time is over.
  const claims = await verify(token, { typ: 'JWT', currentDate: new Date(0) })
  return typeof claims?.sub === 'string' && typeof claims.aud === 'string'
    ? { sub: claims.sub, clientId: claims.aud }
    : undefined
}

/** The published keys, read once for each set of them. */
let keySet: { kids: string; find: ReturnType<typeof createLocalJWKSet> } | undefined

async function verify(
  token: string,
  options: { typ: string; audience?: string; currentDate?: Date },
): Promise<Record<string, unknown> | undefined> {
  const [{ createLocalJWKSet, errors, jwtVerify }, keys] = await Promise.all([import('./jose.ts'), publishedKeys()])
  const kids = keys.map(({ jwk }) => jwk.kid).join(' ')
  if (keySet?.kids !== kids)
    keySet = { kids, find: createLocalJWKSet({ keys: keys.map(({ jwk }) => toPublicJwk(jwk)) }) }
  try {
    const { payload } = await jwtVerify(token, keySet.find, { ...options, issuer, algorithms: ['ES256'] })
    return payload
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}

/** The half of a key that may be known (RFC 7517, section 4). */
export function toPublicJwk({ kty, crv, kid, x, y }: { kty: 'EC'; crv: 'P-256'; kid: string; x: string; y: string }) {
  return { kty, crv, kid, x, y, alg: 'ES256' as const, use: 'sig' as const }
}
