import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as oauth from 'openid-client'

/** A program that acts for the shop's users: it knows the issuer's address, its own id, and nothing else. */
export interface RelyingParty {
  /** What the authorization server has to know of it, as `AUTH_CLIENTS` lists it. */
  client: object
  /** What its users know it as. */
  name: string
  redirectUri: string
  logoutUri: string
  stop: () => Promise<void>
}

const clientId = 'shop-front'
const name = 'the shop front'
const scopes = ['openid', 'profile', 'email', 'offline_access', 'account', 'orders:read', 'orders:write']

/** Starts the server that browsers come back to. */
export async function startRelyingParty(): Promise<RelyingParty> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end('<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Shop</title><h1>Shop</h1>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const redirectUri = `${origin}/callback`
  const logoutUri = `${origin}/goodbye`
  return {
    client: {
      clientId,
      name,
      redirectUris: [redirectUri],
      postLogoutRedirectUris: [logoutUri],
      grants: ['authorization_code', 'refresh_token'],
      scopes,
    },
    name,
    redirectUri,
    logoutUri,
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** Reads the metadata of the authorization server at `base`. */
export const discover = (base: string): Promise<oauth.Configuration> =>
  oauth.discovery(new URL(`${base}/auth`), clientId, undefined, oauth.None(), {
    // The tests have no certificates.
    execute: [oauth.allowInsecureRequests],
  })

export interface Authorization {
  /** Where to send the browser. */
  address: string
  /** Takes the address that the browser came back to: checks `state`, `iss` and `nonce`, and exchanges the code. */
  exchange: (end: string) => ReturnType<typeof oauth.authorizationCodeGrant>
}

/** Begins an authorization by code and PKCE for everything that the client can have. */
export async function beginAuthorization(
  config: oauth.Configuration,
  { redirectUri }: RelyingParty,
): Promise<Authorization> {
  const verifier = oauth.randomPKCECodeVerifier()
  const [state, nonce] = [oauth.randomState(), oauth.randomNonce()]
  const { href } = oauth.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  })
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
  return { address: href, exchange: (end) => oauth.authorizationCodeGrant(config, new URL(end), checks) }
}
