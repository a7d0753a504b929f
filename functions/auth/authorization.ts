import { hasRedirectUri, type OAuthClient } from './client.ts'
import { findClient } from './clients.ts'
import { issuer, settings } from './config.ts'
import { splitScope } from './scopes.ts'

/** A request for an authorization that is in order (RFC 6749, section 4.1.1; OpenID Connect Core, section 3.1.2.1). */
export interface AuthorizationRequest {
  client: OAuthClient
  redirectUri: string
  scope: readonly string[]
  state: string | undefined
  nonce: string | undefined
  codeChallenge: string
  prompt: readonly string[]
  /** The oldest login that is taken, in seconds. */
  maxAge: number | undefined
  loginHint: string | undefined
  /** The request as a query, to come back to it after the login. */
  query: string
}

/**
 * What becomes of a request. `refused` is shown to the user and never sent anywhere, because it is not sure whose
 * address that would be (RFC 6749, section 4.1.2.1); `returned` goes to the client.
 */
export type Authorization =
  | { state: 'refused'; message: string }
  | { state: 'returned'; location: string; client: OAuthClient }
  | { state: 'valid'; request: AuthorizationRequest }

/** Reads and checks a request: first whose it is and where its answer may go, then all the rest. */
export async function readAuthorization(query: string): Promise<Authorization> {
  const parameters = new URLSearchParams(query)
  const get = (name: string): string | undefined => parameters.get(name) || undefined
  const refuse = (message: string): Authorization => ({ state: 'refused', message })
  if (parameters.getAll('client_id').length > 1 || parameters.getAll('redirect_uri').length > 1)
    return refuse('The request says twice who sends it, or where to answer.')
  const clientId = get('client_id')
  const redirectUri = get('redirect_uri')
  const client = clientId === undefined ? undefined : await findClient(clientId)
  if (client === undefined) return refuse('The program that sent you here is not known.')
  if (redirectUri === undefined || !hasRedirectUri(client, redirectUri))
    return refuse(`The address to return to is not one of ${client.name}’s.`)

  const fault = findFault(parameters, client)
  const state = parameters.getAll('state').length === 1 ? get('state') : undefined
  if (fault !== undefined) {
    const [error, error_description] = fault
    return { state: 'returned', location: answerTo({ redirectUri, state }, { error, error_description }), client }
  }
  return {
    state: 'valid',
    request: {
      client,
      redirectUri,
      scope: splitScope(get('scope')),
      state,
      nonce: get('nonce'),
      codeChallenge: get('code_challenge') ?? '',
      prompt: splitScope(get('prompt')),
      maxAge: get('max_age') === undefined ? undefined : Number(get('max_age')),
      loginHint: get('login_hint'),
      // Written anew: what stands in a Location header must not be a stranger's text.
      query: parameters.toString(),
    },
  }
}

/** The parameters that this server knows; others are ignored (RFC 6749, section 3.1). */
const names = (
  'response_type response_mode scope state nonce code_challenge code_challenge_method prompt max_age login_hint ' +
  'resource request request_uri'
).split(' ')

/** Characters: what the forms and links of the pages can carry along until the login is done. */
const longest = 4096

function findFault(parameters: URLSearchParams, client: OAuthClient): [error: string, description: string] | undefined {
  const get = (name: string): string | undefined => parameters.get(name) || undefined
  const twice = names.find((name) => parameters.getAll(name).length > 1)
  if (twice !== undefined) return ['invalid_request', `The parameter ${twice} is given twice.`]
  if (parameters.toString().length > longest) return ['invalid_request', 'The request is too long.']
  if (get('request') !== undefined) return ['request_not_supported', 'Send the parameters themselves.']
  if (get('request_uri') !== undefined) return ['request_uri_not_supported', 'Send the parameters themselves.']
  const type = get('response_type')
  if (type === undefined) return ['invalid_request', 'The parameter response_type is missing.']
  if (type !== 'code') return ['unsupported_response_type', 'The only response_type is code.']
  if (!client.grants.includes('authorization_code')) return ['unauthorized_client', 'The client may not use codes.']
  if ((get('response_mode') ?? 'query') !== 'query') return ['invalid_request', 'The only response_mode is query.']
  if (get('code_challenge_method') !== 'S256') return ['invalid_request', 'The only code_challenge_method is S256.']
  if (!/^[\w-]{43}$/.test(get('code_challenge') ?? ''))
    return ['invalid_request', 'The code_challenge is missing or no SHA-256 in base64url.']
  const scope = splitScope(get('scope'))
  if (scope.length === 0) return ['invalid_scope', 'The scope is missing.']
  if (!scope.every((word) => client.scopes.includes(word))) return ['invalid_scope', 'The client has not all of these.']
  if (!/^\d{0,9}$/.test(get('max_age') ?? '')) return ['invalid_request', 'max_age is a number of seconds.']
  const prompt = splitScope(get('prompt'))
  if (prompt.includes('none') && prompt.length > 1) return ['invalid_request', 'prompt=none stands alone.']
  const resource = get('resource')
  if (resource !== undefined && resource !== settings.AUTH_AUDIENCE)
    return ['invalid_target', 'There are no tokens for that resource.']
  return undefined
}

/** Where the client is told: with its state, and with who answers (RFC 9207, section 2). */
export function answerTo(
  { redirectUri, state }: Pick<AuthorizationRequest, 'redirectUri' | 'state'>,
  answer: Record<string, string>,
): string {
  const parameters = new URLSearchParams({ ...answer, ...(state === undefined ? {} : { state }), iss: issuer })
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${parameters}`
}

/** The query of the same request without asking for a login again, for after the login. */
export function afterLogin(query: string): string {
  const parameters = new URLSearchParams(query)
  const prompt = splitScope(parameters.get('prompt') ?? '').filter(
    (word) => word !== 'login' && word !== 'select_account',
  )
  parameters.delete('max_age')
  parameters.delete('prompt')
  if (prompt.length > 0) parameters.set('prompt', prompt.join(' '))
  return parameters.toString()
}
