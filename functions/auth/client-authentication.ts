import { hasSecret, isPublic, type OAuthClient } from './client.ts'
import { findClient } from './clients.ts'
import type { Form } from './form.ts'
import { OAuthFault } from './oauth-fault.ts'

const refusal = (): OAuthFault => new OAuthFault('invalid_client', 'The client is unknown, or its secret is wrong.')

/**
 * Finds out which client calls: by `client_secret_basic` or `client_secret_post`, or by its id alone where it is a public
 * one (RFC 6749, section 2.3).
 *
 * @param authorization the header
 * @throws OAuthFault `invalid_client`; `invalid_request` where two ways are used at once
 */
export async function authenticateClient(form: Form, authorization: string | undefined): Promise<OAuthClient> {
  const basic = authorization === undefined ? undefined : readBasic(authorization)
  if (basic !== undefined && form.client_secret !== undefined)
    throw new OAuthFault('invalid_request', 'The client authenticates in two ways; use one (RFC 6749, section 2.3).')
  if (basic !== undefined && form.client_id !== undefined && form.client_id !== basic.id)
    throw new OAuthFault('invalid_request', 'The header and the form name two clients.')
  const { id, secret } = basic ?? { id: form.client_id, secret: form.client_secret }
  if (id === undefined) throw new OAuthFault('invalid_client', 'The request says no client.')
  const client = await findClient(id)
  if (client === undefined) throw refusal()
  if (isPublic(client)) {
    if (secret !== undefined) throw refusal()
  } else if (secret === undefined || !hasSecret(client, secret)) throw refusal()
  return client
}

/** Both parts are encoded as a form encodes them, before they are joined (RFC 6749, section 2.3.1). */
function readBasic(authorization: string): { id: string; secret: string } {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization)?.[1]
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1) throw refusal()
  try {
    return { id: decodeFormText(text.slice(0, colon)), secret: decodeFormText(text.slice(colon + 1)) }
  } catch {
    throw refusal()
  }
}

const decodeFormText = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))
