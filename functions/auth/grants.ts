import { collection, Problem, type, type Versioned, versionOf } from 'twelvefold'
import { derive, hashOf, isSame, randomSecret } from './secrets.ts'
import { grace, grantSeconds, refreshSeconds, tokenSeconds } from './token-times.ts'

/** What a user has allowed a client once: all tokens that come of it are one family, and end together. */
export interface GrantDocument {
  /** The hash of the handle that the refresh tokens begin with: it may be known, the handle may not. */
  grantId: string
  subject: string
  clientId: string
  scope: readonly string[]
  /** When the user logged in, in seconds since 1970. */
  authTime: number
  /** The hash of the one refresh token that is good; undefined where the grant has none. */
  current?: string | undefined
  /** The token before it, and what the current one was derived from it with. */
  previous?: { hash: string; salt: string; at: number } | undefined
  revoked?: boolean | undefined
  /** In ms since 1970. */
  createdAt: number
  /** In seconds since 1970. */
  expiresAt: number
}

export type Grant = Versioned<GrantDocument>

export const grants = collection('oauth-grants', {
  document: type<GrantDocument>(),
  key: 'grantId',
  indexes: { bySubject: ['subject'] },
  ttl: 'expiresAt',
})

export const grantIdOf = (handle: string): string => hashOf(`grant ${handle}`)

const seconds = (): number => Math.floor(Date.now() / 1000)

/**
 * Begins a grant, with its first refresh token where it is to have one.
 *
 * @returns the refresh token, or 'revoked' where the code was used again meanwhile
 */
export async function beginGrant(
  handle: string,
  about: Pick<GrantDocument, 'subject' | 'clientId' | 'scope' | 'authTime'>,
  hasRefreshToken: boolean,
): Promise<{ refreshToken?: string } | 'revoked'> {
  const secret = randomSecret()
  const document: GrantDocument = {
    ...about,
    grantId: grantIdOf(handle),
    ...(hasRefreshToken ? { current: hashOf(secret) } : {}),
    createdAt: Date.now(),
    expiresAt: seconds() + (hasRefreshToken ? refreshSeconds : tokenSeconds + 60),
  }
  try {
    await grants.insert(document)
  } catch (error) {
    if (error instanceof Problem && error.code === 'conflict') return 'revoked'
    throw error
  }
  return hasRefreshToken ? { refreshToken: `${handle}.${secret}` } : {}
}

/** A refresh token as its grant knows it. */
export interface FoundToken {
  grant: Grant
  secret: string
  handle: string
  /** `current`: good. `previous`: was good until a moment ago. `replayed`: used before, or never one of this grant. */
  state: 'current' | 'previous' | 'replayed'
}

/** Looks a refresh token up; undefined where its grant does not exist, has ended, or was revoked. */
export async function findRefreshToken(token: string): Promise<FoundToken | undefined> {
  const [, handle, secret] = /^([\w-]{43})\.([\w-]{43})$/.exec(token) ?? []
  if (handle === undefined || secret === undefined) return undefined
  const grant = await grants.get(grantIdOf(handle))
  if (grant === undefined || grant.revoked || grant.current === undefined) return undefined
  const { current, previous } = grant
  const hash = hashOf(secret)
  if (isSame(hash, current)) return { grant, handle, secret, state: 'current' }
  const isRecent = previous !== undefined && isSame(hash, previous.hash) && Date.now() - previous.at < grace
  return { grant, handle, secret, state: isRecent ? 'previous' : 'replayed' }
}

/**
 * Gives the refresh token that follows. It is derived from the one that is used up, so that a client which asks twice at
 * once gets the same token twice and stays logged in, while only its hash is kept.
 *
 * @returns undefined where somebody else has changed the grant meanwhile: look the token up again
 */
export async function rotate({ grant, handle, secret, state }: FoundToken): Promise<string | undefined> {
  if (state === 'previous') return `${handle}.${derive(secret, grant.previous?.salt ?? '')}`
  const salt = randomSecret()
  const next = derive(secret, salt)
  const last = Math.floor(grant.createdAt / 1000) + grantSeconds
  const document: GrantDocument = {
    ...grant,
    current: hashOf(next),
    previous: { hash: hashOf(secret), salt, at: Date.now() },
    expiresAt: Math.min(seconds() + refreshSeconds, last),
  }
  try {
    await grants.replace(document, { ifVersion: versionOf(grant) })
  } catch (error) {
    if (error instanceof Problem && error.code === 'precondition-failed') return undefined
    throw error
  }
  return `${handle}.${next}`
}

/** Ends all tokens of a grant; also of one that is only about to begin. */
export async function revokeGrant(grantId: string): Promise<void> {
  const ended = await grants.update(grantId, (grant) => (grant.revoked ? undefined : { ...grant, revoked: true }))
  if (ended !== undefined) return
  const tombstone: GrantDocument = {
    grantId,
    subject: '-',
    clientId: '-',
    scope: [],
    authTime: 0,
    revoked: true,
    createdAt: Date.now(),
    expiresAt: seconds() + tokenSeconds + 60,
  }
  try {
    await grants.insert(tombstone)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'conflict') throw error
    await grants.update(grantId, (grant) => ({ ...grant, revoked: true }))
  }
}

/** Whether the tokens of a grant are still good. */
export async function isAlive(grantId: string): Promise<boolean> {
  const grant = await grants.get(grantId)
  return grant !== undefined && grant.revoked !== true
}
