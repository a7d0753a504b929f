import type OAuth2Server from '@node-oauth/oauth2-server'
import type { OAuthClient } from './client.ts'
import { type Code, findCode, useCode } from './codes.ts'
import type { Form } from './form.ts'
import { beginGrant, type FoundToken, findRefreshToken, grantIdOf, revokeGrant, rotate } from './grants.ts'
import { OAuthFault } from './oauth-fault.ts'
import { needsUser, splitScope } from './scopes.ts'
import { tokenSeconds } from './token-times.ts'
import { signAccessToken, signIdToken } from './tokens.ts'
import { findUserById } from './users.ts'

type Model = OAuth2Server.AuthorizationCodeModel & OAuth2Server.RefreshTokenModel & OAuth2Server.ClientCredentialsModel

/** What an answer has beside the access token. */
export interface Extras {
  refreshToken?: string | undefined
  idToken?: string | undefined
}

/**
 * What the OAuth library asks for, for one request: it carries the code or the refresh token that the request is about.
 *
 * @param client has authenticated already
 * @param extras is filled while the library works
 */
export function createModel(client: OAuthClient, form: Form, extras: Extras): Model {
  const known = { id: client.clientId, grants: [...client.grants] }
  let usedCode: Code | undefined
  let usedToken: FoundToken | undefined

  /** A client of the library's, of which it only compares the id. */
  const owner = (clientId: string): OAuth2Server.Client => ({ id: clientId, grants: [] })

  /** What a user has allowed is given only as far as the client is still registered for it. */
  const stillAllowed = (scope: readonly string[]): string[] => scope.filter((word) => client.scopes.includes(word))

  return {
    getClient: async () => known,
    getAccessToken: async () => undefined,

    async getAuthorizationCode(text) {
      const code = await findCode(text)
      if (code?.used) await revokeGrant(grantIdOf(code.handle))
      if (code === undefined || code.used || (await findUserById(code.subject)) === undefined) return undefined
      const scope = stillAllowed(code.scope)
      if (scope.length === 0) return undefined
      usedCode = code
      const { subject, clientId, redirectUri, codeChallenge, endsAt } = code
      return {
        authorizationCode: text,
        expiresAt: new Date(endsAt),
        redirectUri,
        scope,
        client: owner(clientId),
        user: { id: subject },
        codeChallenge,
        codeChallengeMethod: 'S256',
      }
    },
    saveAuthorizationCode: async () => undefined,

    async revokeAuthorizationCode() {
      if (usedCode === undefined) return false
      if (!(await useCode(usedCode))) {
        await revokeGrant(grantIdOf(usedCode.handle))
        return false
      }
      // The library would call this invalid_request; RFC 6749, section 5.2, calls it invalid_grant.
      if (form.redirect_uri !== usedCode.redirectUri)
        throw new OAuthFault('invalid_grant', 'The redirect URI is not that of the authorization request.')
      return true
    },

    async getRefreshToken(text) {
      const found = await findRefreshToken(text)
      if (found === undefined) return undefined
      const { grant, state } = found
      if (state === 'replayed') {
        await revokeGrant(grant.grantId)
        return undefined
      }
      if (grant.clientId !== client.clientId || (await findUserById(grant.subject)) === undefined) return undefined
      const scope = stillAllowed(grant.scope)
      // Then this grant allows nothing of the kind any more, and the user has to be asked anew (RFC 6749, section 5.2).
      if (!scope.includes('offline_access')) return undefined
      // The library would look at it only when the token is used up; a refusal must not cost the client its session.
      if (!splitScope(form.scope).every((word) => scope.includes(word)))
        throw new OAuthFault('invalid_scope', 'The scope is more than what was allowed.')
      usedToken = found
      return {
        refreshToken: text,
        scope,
        client: owner(grant.clientId),
        user: { id: grant.subject },
      }
    },

    async revokeToken({ refreshToken }) {
      for (let tries = 0; tries < 3 && usedToken !== undefined; tries++) {
        extras.refreshToken = await rotate(usedToken)
        if (extras.refreshToken !== undefined) return true
        const again = await findRefreshToken(refreshToken)
        usedToken = again?.state === 'replayed' ? undefined : again
      }
      return false
    },

    getUserFromClient: async () => ({ id: client.clientId }),

    async validateScope(_user, _client, wanted) {
      if (usedCode !== undefined) return wanted
      const own = client.scopes.filter((scope) => !needsUser(scope))
      if (wanted === undefined || wanted.length === 0) return own
      return wanted.every((scope) => own.includes(scope)) ? [...new Set(wanted)] : undefined
    },

    generateAccessToken: (_client, user, scope) =>
      signAccessToken({
        subject: String(user.id),
        clientId: client.clientId,
        scope,
        authTime: usedCode?.authTime ?? usedToken?.grant.authTime,
        grantId: usedCode === undefined ? usedToken?.grant.grantId : grantIdOf(usedCode.handle),
      }),
    generateRefreshToken: async () => extras.refreshToken ?? '',

    async saveToken(token, _client, user) {
      const { accessToken, scope = [] } = token
      const subject = String(user.id)
      if (usedCode !== undefined) {
        const { handle, authTime } = usedCode
        const isOffline = client.grants.includes('refresh_token') && scope.includes('offline_access')
        const begun = await beginGrant(handle, { subject, clientId: client.clientId, scope, authTime }, isOffline)
        if (begun === 'revoked') throw new OAuthFault('invalid_grant', 'The code has been used twice.')
        extras.refreshToken = begun.refreshToken
      }
      const authTime = usedCode?.authTime ?? usedToken?.grant.authTime
      if (authTime !== undefined && scope.includes('openid')) {
        const nonce = usedCode?.nonce
        extras.idToken = await signIdToken({ subject, clientId: client.clientId, authTime, nonce, accessToken })
      }
      return { ...token, client: known, user, accessTokenExpiresAt: new Date(Date.now() + tokenSeconds * 1000) }
    },
  }
}
