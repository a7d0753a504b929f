import type { OAuthClient } from './client.ts'
import { issuer } from './config.ts'
import { findRefreshToken } from './grants.ts'
import { readLiveToken } from './revoked-tokens.ts'

/** What is said of a token (RFC 7662, section 2.2). Of one that is not good, nothing but that. */
export interface Introspection {
  active: boolean
  scope?: string
  client_id?: string
  sub?: string
  aud?: string
  iss?: string
  token_type?: 'Bearer'
  exp?: number
  iat?: number
  jti?: string
}

/** @param client asks; only its own refresh tokens are shown to it, and every access token, which it may be sent */
export async function introspect(token: string, client: OAuthClient): Promise<Introspection> {
  const claims = await readLiveToken(token)
  if (claims !== undefined) {
    const { scope, client_id, sub, aud, exp, iat, jti } = claims
    return { active: true, scope, client_id, sub, aud, iss: issuer, token_type: 'Bearer', exp, iat, jti }
  }
  const found = await findRefreshToken(token)
  if (found === undefined || found.state === 'replayed' || found.grant.clientId !== client.clientId)
    return { active: false }
  const { scope, clientId, subject, expiresAt } = found.grant
  return { active: true, scope: scope.join(' '), client_id: clientId, sub: subject, iss: issuer, exp: expiresAt }
}
