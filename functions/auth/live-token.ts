import { type Caller, collection, type Problem, problem, type } from 'twelvefold'
import { isAlive } from './grants.ts'

/** An access token that was revoked before its end. */
interface RevokedToken {
  jti: string
  /** In seconds since 1970. */
  expiresAt: number
}

export const revokedTokens = collection('revoked-tokens', {
  document: type<RevokedToken>(),
  key: 'jti',
  ttl: 'expiresAt',
})

/** Whether neither an access token of this server, of which these are the claims, nor its grant was revoked. */
export async function isLive({ jti, grant_id }: { jti?: unknown; grant_id?: unknown }): Promise<boolean> {
  if (typeof jti !== 'string' || (await revokedTokens.get(jti)) !== undefined) return false
  return typeof grant_id !== 'string' || isAlive(grant_id)
}

/**
 * Goes on only with a token that is good at this moment: the kit has verified it, and could not know of a revocation.
 *
 * @throws `unauthorized`
 */
export async function requireLiveToken({ claims }: Caller): Promise<void> {
  if (!(await isLive(claims))) throw deadToken()
}

export const deadToken = (): Problem =>
  problem('unauthorized', 'The token was revoked, or its user is gone.', {
    headers: { 'www-authenticate': 'Bearer realm="twelvefold", error="invalid_token"' },
  })
