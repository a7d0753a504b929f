import { importJWK, type JWK, type JWTPayload, SignJWT } from 'jose'

/** Signs the tokens of tests, and nothing else anywhere. */
const privateKey: JWK = {
  kty: 'EC',
  crv: 'P-256',
  kid: 'test-key',
  alg: 'ES256',
  use: 'sig',
  x: 'ucOygue4TinyRDs3zVgVR8v-t6WJvsIa0T9qB8gsEeU',
  y: 'C8H6OSS_9WZ0P5fDtStoEVdZ3iDtYFnv5AwgPcxsUWc',
  d: 'ssNAMezKcIQJ7qPFdQo-2rMZDaAgOQ0RciPG-svIIC8',
}

const { d: _, ...publicKey } = privateKey

/** The environment of a process that takes the tokens of {@link signToken}: its keys are pinned, nothing is fetched. */
export const testIssuer = {
  AUTH_ISSUER: 'https://issuer.example.com',
  AUTH_AUDIENCE: 'twelvefold',
  AUTH_JWKS: JSON.stringify({ keys: [publicKey] }),
} as const

export interface TestToken {
  scopes?: readonly string[]
  /** The user; "user-1" unless said. */
  subject?: string
  /** The client that the token was given to; "web-shop" unless said. */
  clientId?: string
  issuer?: string
  audience?: string | string[]
  /** How long it is good for, in seconds from now; negative: it ended so long ago. */
  lifetime?: number
  /** Claims added to the usual ones, or put in place of them; one that is undefined is left out. */
  claims?: Record<string, unknown>
  /** Members of the header, likewise. */
  header?: Record<string, unknown>
  /** What signs it, as a JWK with its algorithm. */
  key?: JWK
}

/**
 * Makes an access token as RFC 9068 describes it.
 *
 * @example
 * Object.assign(process.env, testIssuer)
 * const headers = { authorization: `Bearer ${await signToken({ scopes: ["catalog:write"] })}` }
 */
export async function signToken(token: TestToken = {}): Promise<string> {
  const { scopes = [], subject = 'user-1', clientId = 'web-shop', lifetime = 3600, key = privateKey } = token
  const now = Math.floor(Date.now() / 1000)
  const payload = {
    iss: token.issuer ?? testIssuer.AUTH_ISSUER,
    aud: token.audience ?? testIssuer.AUTH_AUDIENCE,
    sub: subject,
    client_id: clientId,
    scope: scopes.join(' '),
    iat: Math.min(now, now + lifetime),
    exp: now + lifetime,
    ...token.claims,
  }
  const header = { alg: key.alg ?? 'ES256', typ: 'at+jwt', kid: key.kid, ...token.header }
  return new SignJWT(withoutUndefined(payload) as JWTPayload)
    .setProtectedHeader(withoutUndefined(header) as { alg: string })
    .sign(await importJWK(key, key.alg ?? 'ES256'))
}

const withoutUndefined = (object: object): object =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
