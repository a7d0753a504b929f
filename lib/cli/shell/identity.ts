import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { readAuthSettings } from '../../auth/auth-settings.ts'
import type { KeySet } from '../../auth/json-web-keys.ts'
import { verifyToken } from '../../auth/verify-token.ts'
import type { Operation } from '../../endpoint/operation.ts'

/** As whom calls are made. */
export interface Identity {
  /** The user's `sub`. */
  subject: string
  /** Those of its tokens; without it each has the scopes that its operation asks for. */
  scopes?: readonly string[] | undefined
}

/** Makes the tokens that a shell calls with. */
export interface TokenMaker {
  /** @throws ConfigError where the environment does not say whose tokens are taken */
  tokenFor: (identity: Identity, operation: Pick<Operation, 'security' | 'schemes'>) => Promise<string>
  /** Makes this process take tokens, if it does not yet: those of its shell, and those of its issuer. */
  prepare: () => Promise<void>
}

/** A call is answered within HANDLER_TIMEOUT_MS; a token is of no use for longer. In seconds. */
const lifetime = 120

/** How long somebody at a shell waits for an issuer that they may not need. */
const probe = { timeoutMs: 1_000, largest: 256 * 1024 }

/**
 * Makes access tokens (RFC 9068) with a key that exists in the memory of this process and nowhere else. The check of
 * tokens is the one that hosts have, and is told of the key as `AUTH_JWKS` would tell it, so that the whole stack runs:
 * see docs/decisions/0021-shell.md.
 */
export function createTokenMaker(): TokenMaker {
  const kid = `shell-${randomUUID()}`
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let prepared: Promise<void> | undefined

  const mint = async ({ subject, scopes = [] }: Identity): Promise<string> => {
    const { AUTH_ISSUER, AUTH_AUDIENCE } = readAuthSettings()
    const { SignJWT } = await import('jose')
    return new SignJWT({ client_id: 'twelvefold-shell', scope: scopes.join(' ') })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
      .setIssuer(AUTH_ISSUER)
      .setAudience(AUTH_AUDIENCE)
      .setSubject(subject)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${lifetime}s`)
      .sign(privateKey)
  }

  const pin = async (): Promise<void> => {
    const own = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' }
    const { keys } = await keysOfIssuer()
    const token = await mint({ subject: 'shell' })
    const before = process.env.AUTH_JWKS
    process.env.AUTH_JWKS = JSON.stringify({ keys: [own, ...keys] })
    try {
      // The first token that is verified loads the keys, for as long as this process lives.
      await verifyToken(token)
    } finally {
      if (before === undefined) delete process.env.AUTH_JWKS
      else process.env.AUTH_JWKS = before
    }
  }

  const prepare = (): Promise<void> => {
    prepared ??= pin()
    prepared.catch(() => (prepared = undefined))
    return prepared
  }

  return {
    prepare,
    async tokenFor(identity, operation) {
      await prepare()
      return mint({ ...identity, scopes: identity.scopes ?? scopesOf(operation) })
    },
  }
}

/** Those that `AUTH_JWKS` pins, else those that the issuer publishes; none where it cannot be reached. */
async function keysOfIssuer(): Promise<KeySet> {
  const { AUTH_ISSUER: issuer, AUTH_JWKS: pinned } = readAuthSettings()
  if (pinned !== undefined) return pinned
  const [{ issuerKeys }, { fetchJson }] = await Promise.all([
    import('../../auth/issuer-keys.ts'),
    import('../../auth/fetch-json.ts'),
  ])
  try {
    // Nobody needs to be told that there is no issuer at a desk, as issuerKeys would.
    await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, probe)
    return await issuerKeys(issuer).fetch()
  } catch {
    return { keys: [] }
  }
}

/** The scopes of the first alternative that a token alone fulfils, else of the first that has one. */
export function scopesOf({ security, schemes = {} }: Pick<Operation, 'security' | 'schemes'>): string[] {
  const isToken = (name: string): boolean => schemes[name]?.type === 'bearer'
  const alternatives = security.filter((requirement) => Object.keys(requirement).some(isToken))
  const chosen = alternatives.find((requirement) => Object.keys(requirement).every(isToken)) ?? alternatives[0] ?? {}
  const scopes = Object.entries(chosen).flatMap(([name, wanted]) => (isToken(name) ? wanted : []))
  return [...new Set(scopes)]
}
