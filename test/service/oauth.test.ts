import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as oauth from 'openid-client'
import { buildServer, type ProcessHost, startServer } from '../parity/hosts/process.ts'
import type { Workspace } from '../parity/hosts/workspace.ts'

const secret = 'a secret that only tests have'
const redirectUri = 'http://127.0.0.1:9/callback'
const user = { email: 'somebody@example.com', name: 'Somebody', password: 'correct horse battery' }

let workspace: Workspace
let host: ProcessHost
let origin: string

before(async () => {
  const port = await freePort()
  origin = `http://localhost:${port}`
  workspace = await buildServer('services')
  host = await startServer(workspace, {
    ENV: 'test',
    PORT: String(port),
    SERVICES: 'auth',
    STORE_URL: 'sqljs::memory:',
    RATE_LIMITS: 'off',
    AUTH_CLIENTS: JSON.stringify([
      {
        clientId: 'web',
        redirectUris: [redirectUri],
        postLogoutRedirectUris: ['http://127.0.0.1:9/bye'],
        grants: ['authorization_code', 'refresh_token'],
        scopes: ['openid', 'profile', 'email', 'offline_access', 'account'],
      },
      { clientId: 'service', secret, grants: ['client_credentials'], scopes: ['catalog:reserve'] },
    ]),
  })
  await fetch(`${origin}/auth/users`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(user),
  })
})

after(async () => {
  await host?.stop()
  workspace?.remove()
})

/** A port that nobody has: the issuer has to be known before the server listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** What a browser does with a page: keeps its cookies, and sends its form. */
function createBrowser() {
  const jar = new Map<string, string>()
  const visit = async (address: string, form?: Record<string, string>): Promise<{ text: string; next: string }> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(address, {
      redirect: 'manual',
      headers: cookie === '' ? {} : { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    const location = response.headers.get('location')
    return { text: await response.text(), next: location === null ? '' : new URL(location, address).href }
  }
  const submit = (page: string, address: string, fields: Record<string, string>) => {
    const action = /<form method="post" action="([^"]+)">/.exec(page)?.[1] ?? ''
    const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(
      ([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')],
    )
    return visit(new URL(action, address).href, { ...Object.fromEntries(hidden), ...fields })
  }
  return { visit, submit }
}

const discover = (clientId: string, authentication?: oauth.ClientAuth): Promise<oauth.Configuration> =>
  oauth.discovery(new URL(`${origin}/auth`), clientId, undefined, authentication ?? oauth.None(), {
    execute: [oauth.allowInsecureRequests],
  })

/** Code and PKCE through the pages, as a user of a public client. */
async function logIn(config: oauth.Configuration, scope: string) {
  const browser = createBrowser()
  const verifier = oauth.randomPKCECodeVerifier()
  const [state, nonce] = [oauth.randomState(), oauth.randomNonce()]
  const address = oauth.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  }).href
  const login = await browser.visit(address)
  const { next } = await browser.submit(login.text, address, { email: user.email, password: user.password })
  const consent = await browser.visit(next)
  const end = consent.next || (await browser.submit(consent.text, next, { decision: 'allow' })).next
  const tokens = await oauth.authorizationCodeGrant(config, new URL(end), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  })
  return { tokens, browser }
}

describe('openid-client against the process host', () => {
  test('discovers the server, logs a user in by code and PKCE, and reads who it is', async () => {
    const config = await discover('web')

    const { tokens } = await logIn(config, 'openid profile email')

    const claims = tokens.claims()
    assert.ok(claims)
    const info = await oauth.fetchUserInfo(config, tokens.access_token, claims.sub)
    assert.equal(info.name, user.name)
    assert.equal(info.email, user.email)
    assert.equal(config.serverMetadata().issuer, `${origin}/auth`)
  })

  test('the RFC 8414 document is found, too', async () => {
    const config = await oauth.discovery(new URL(`${origin}/auth`), 'web', undefined, oauth.None(), {
      algorithm: 'oauth2',
      execute: [oauth.allowInsecureRequests],
    })

    assert.equal(config.serverMetadata().token_endpoint, `${origin}/auth/token`)
  })

  test('C06 the access token verifies by the published keys in a third-party library', async () => {
    const { tokens } = await logIn(await discover('web'), 'openid')

    const keys = createRemoteJWKSet(new URL(`${origin}/auth/jwks`))
    const { payload } = await jwtVerify(tokens.access_token, keys, {
      issuer: `${origin}/auth`,
      audience: 'twelvefold',
      typ: 'at+jwt',
    })

    assert.equal(payload.client_id, 'web')
  })

  test('refreshes, and a replay ends the family; revokes; and logs out', async () => {
    const config = await discover('web')
    const { tokens, browser } = await logIn(config, 'openid offline_access')

    const next = await oauth.refreshTokenGrant(config, tokens.refresh_token ?? '')
    const last = await oauth.refreshTokenGrant(config, next.refresh_token ?? '')
    await assert.rejects(oauth.refreshTokenGrant(config, tokens.refresh_token ?? ''), { error: 'invalid_grant' })
    await assert.rejects(oauth.refreshTokenGrant(config, last.refresh_token ?? ''), { error: 'invalid_grant' })

    const other = await logIn(config, 'openid offline_access')
    await oauth.tokenRevocation(config, other.tokens.refresh_token ?? '')
    await assert.rejects(oauth.refreshTokenGrant(config, other.tokens.refresh_token ?? ''), { error: 'invalid_grant' })

    const address = oauth.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: 'http://127.0.0.1:9/bye',
    }).href
    const asked = await browser.visit(address)
    const { next: end } = await browser.submit(asked.text, address, {})
    assert.equal(end, 'http://127.0.0.1:9/bye')
  })

  test('a service gets a token by its secret, in the header and in the form, and asks about it', async () => {
    for (const authentication of [oauth.ClientSecretBasic(secret), oauth.ClientSecretPost(secret)]) {
      const config = await discover('service', authentication)

      const tokens = await oauth.clientCredentialsGrant(config, { scope: 'catalog:reserve' })
      const seen = await oauth.tokenIntrospection(config, tokens.access_token)

      assert.equal(seen.active, true)
      assert.equal(seen.client_id, 'service')
      assert.equal(seen.scope, 'catalog:reserve')
    }
    const wrong = await discover('service', oauth.ClientSecretPost('wrong'))
    await assert.rejects(oauth.clientCredentialsGrant(wrong), { status: 401 })
  })

  test('a user erases their account, and is gone', async () => {
    const config = await discover('web')
    const { tokens } = await logIn(config, 'openid account offline_access')

    const { status } = await oauth.fetchProtectedResource(
      config,
      tokens.access_token,
      new URL(`${origin}/auth/users/me`),
      'DELETE',
    )

    assert.equal(status, 204)
    await assert.rejects(oauth.refreshTokenGrant(config, tokens.refresh_token ?? ''), { error: 'invalid_grant' })
  })
})
