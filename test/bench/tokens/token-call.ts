import { createLocalJWKSet, type JWK, jwtVerify } from 'jose'
import { makeKey, toPublic } from '../../fakes/issuer.ts'
import type { Call } from '../calls.ts'

const clientId = 'bench'
const secret = 'pQ4m0cX1dV8sJ2yR7hT5wK9bN3zL6fA0gE_uWqYiOxs'
const scope = 'catalog:reserve'
const resource = 'https://api.example.com'
const issuer = 'http://127.0.0.1/auth'
const lifetimeSeconds = 600

const basic = (password: string): string => `Basic ${Buffer.from(`${clientId}:${password}`).toString('base64')}`

/** One key signs for both servers, so that one check reads what both answer. */
export const signingKey: JWK = makeKey('bench')

/** What oidc-provider is set up with, as JSON in `SETUP`. */
export const setup = { clientId, secret, scope, resource, issuer, lifetimeSeconds, key: signingKey }

/** The same for the kit's own. */
export const authVariables: Record<string, string> = {
  AUTH_ISSUER: issuer,
  AUTH_AUDIENCE: resource,
  AUTH_CLIENTS: JSON.stringify([{ clientId, secret, grants: ['client_credentials'], scopes: [scope] }]),
  AUTH_SIGNING_KEYS: JSON.stringify({ keys: [signingKey] }),
  // The contract gives one address 50 a second.
  RATE_LIMITS: 'off',
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** A service asks for a token with its own credentials. */
export const tokenCall: Call = {
  name: 'POST /auth/token, client_credentials',
  method: 'POST',
  path: '/auth/token',
  headers: { ...form, authorization: basic(secret) },
  body: new URLSearchParams({ grant_type: 'client_credentials', scope, resource }).toString(),
  reply: checkTokens,
  replyHeaders: { 'cache-control': /^no-store$/ },
  broken: { path: '/auth/token', headers: { ...form, authorization: basic(`${secret}x`) } },
}

async function checkTokens(body: string): Promise<void> {
  const answer = JSON.parse(body) as Record<string, unknown>
  const keys = createLocalJWKSet({ keys: [toPublic(signingKey)] })
  const options = { issuer, audience: resource, typ: 'at+jwt', algorithms: ['ES256'], subject: clientId }
  const { payload } = await jwtVerify(String(answer.access_token), keys, options)
  const { jti, iat = 0, exp = 0 } = payload
  const isRight =
    answer.token_type === 'Bearer' &&
    answer.expires_in === lifetimeSeconds &&
    answer.scope === scope &&
    payload.scope === scope &&
    payload.client_id === clientId &&
    exp - iat === lifetimeSeconds &&
    typeof jti === 'string'
  if (!isRight) throw new Error(`not the token that was asked for: ${body} ${JSON.stringify(payload)}`)
}
