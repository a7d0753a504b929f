import { grants } from './client.ts'
import { authenticateClient } from './client-authentication.ts'
import { settings } from './config.ts'
import { type Form, readForm, requireParameter } from './form.ts'
import { type OAuthErrorCode, OAuthFault } from './oauth-fault.ts'
import { splitScope } from './scopes.ts'
import { createModel, type Extras } from './token-model.ts'
import { refreshSeconds, tokenSeconds } from './token-times.ts'

/** The answer of the token endpoint (RFC 6749, section 5.1). */
export interface TokenAnswer {
  access_token: string
  token_type: 'Bearer'
  expires_in: number
  scope: string
  refresh_token?: string
  id_token?: string
}

/**
 * Gives tokens for a code, a refresh token, or a client's own credentials (RFC 6749, sections 4.1.3, 4.4 and 6).
 *
 * @throws OAuthFault
 */
export async function giveTokens(body: object | undefined, authorization: string | undefined): Promise<TokenAnswer> {
  const form = readForm(body)
  const client = await authenticateClient(form, authorization)
  const grant = requireParameter(form, 'grant_type')
  if (!grants.some((known) => known === grant))
    throw new OAuthFault('unsupported_grant_type', `The grants are ${grants.join(', ')}.`)
  checkResource(form)
  const { default: Server } = await import('@node-oauth/oauth2-server')
  const extras: Extras = {}
  const server = new Server({ model: createModel(client, form, extras) })
  const request = new Server.Request({
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '1' },
    query: {},
    // The client has authenticated: what the library sees is an id that needs no secret.
    body: { ...form, client_id: client.clientId, client_secret: undefined },
  })
  const token = await server
    .token(request, new Server.Response(), {
      accessTokenLifetime: tokenSeconds,
      refreshTokenLifetime: refreshSeconds,
      requireClientAuthentication: { authorization_code: false, refresh_token: false, client_credentials: false },
    })
    .catch((error: unknown) => {
      throw toFault(error, form)
    })
  return {
    access_token: token.accessToken,
    token_type: 'Bearer',
    expires_in: tokenSeconds,
    scope: splitScope([token.scope ?? []].flat().join(' ')).join(' '),
    ...(extras.refreshToken === undefined ? {} : { refresh_token: extras.refreshToken }),
    ...(extras.idToken === undefined ? {} : { id_token: extras.idToken }),
  }
}

/** @throws OAuthFault `invalid_target` for tokens that are for somebody else (RFC 8707, section 2) */
export function checkResource({ resource }: Form): void {
  if (resource !== undefined && resource !== settings.AUTH_AUDIENCE)
    throw new OAuthFault('invalid_target', 'There are no tokens for that resource.')
}

const known: readonly string[] = [
  'invalid_request',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
] satisfies OAuthErrorCode[]

const isKnown = (code: string): code is OAuthErrorCode => known.includes(code)

/** The library's refusal as one of ours; what a model has thrown, it has wrapped. */
function toFault(error: unknown, { grant_type }: Form): unknown {
  if (!(error instanceof Error)) return error
  const inner: unknown = Reflect.get(error, 'inner')
  if (inner instanceof Error) return toFault(inner, { grant_type })
  if (!isKnown(error.name)) return error
  return new OAuthFault(error.name, error.message.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'"))
}
