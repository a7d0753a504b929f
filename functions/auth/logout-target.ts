import { findClient } from './clients.ts'
import { readIdTokenHint } from './tokens.ts'

/** What a client says when it sends a user to log out (OpenID Connect RP-Initiated Logout, section 2). */
export interface LogoutRequest {
  id_token_hint?: string | undefined
  client_id?: string | undefined
  post_logout_redirect_uri?: string | undefined
  state?: string | undefined
}

/** Where to go after the logout: only to an address that the client has registered; undefined for our own page. */
export async function findLogoutTarget(request: LogoutRequest): Promise<string | undefined> {
  const { id_token_hint, client_id, post_logout_redirect_uri: uri, state } = request
  if (!uri) return undefined
  const hinted = id_token_hint ? await readIdTokenHint(id_token_hint) : undefined
  if (hinted !== undefined && client_id && hinted.clientId !== client_id) return undefined
  const clientId = hinted?.clientId ?? client_id
  const client = clientId ? await findClient(clientId) : undefined
  if (!client?.postLogoutRedirectUris.includes(uri)) return undefined
  return state ? `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}` : uri
}
