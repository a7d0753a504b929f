import { Problem } from 'twelvefold'
import type { OAuthClient } from './client.ts'
import { findRefreshToken, revokeGrant } from './grants.ts'
import { isLive, revokedTokens } from './live-token.ts'
import { type AccessClaims, readAccessToken } from './tokens.ts'

/** Ends a token of the client's; what is no token of its, or none at all, changes nothing (RFC 7009, section 2.2). */
export async function revokeToken(token: string, client: OAuthClient): Promise<void> {
  const found = await findRefreshToken(token)
  if (found !== undefined) {
    if (found.grant.clientId === client.clientId) await revokeGrant(found.grant.grantId)
    return
  }
  const claims = await readAccessToken(token)
  if (claims?.client_id !== client.clientId) return
  try {
    await revokedTokens.insert({ jti: claims.jti, expiresAt: claims.exp + 60 })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'conflict') throw error
  }
}

/** The claims of an access token that is good at this moment: neither it nor its grant was revoked. */
export async function readLiveToken(token: string): Promise<AccessClaims | undefined> {
  const claims = await readAccessToken(token)
  return claims !== undefined && (await isLive(claims)) ? claims : undefined
}
