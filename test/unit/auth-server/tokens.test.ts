import './own-keys.ts'
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { basic, call, isActive, issuer, machine, newTokens, refresh, requestOf } from './auth-calls.ts'

const bearer = (token: unknown) => ({ authorization: `Bearer ${token}` })

describe('tokens', () => {
  test('an access token is what RFC 9068 says, and an ID token is none', async () => {
    const before = Math.floor(Date.now() / 1000)
    const { access_token, id_token } = await newTokens('claims')

    const access = decodeJwt(String(access_token))
    const id = decodeJwt(String(id_token))

    assert.equal(decodeProtectedHeader(String(access_token)).typ, 'at+jwt')
    assert.equal(decodeProtectedHeader(String(access_token)).alg, 'ES256')
    assert.equal(access.iss, issuer)
    assert.equal(access.aud, 'twelvefold')
    assert.equal(access.client_id, 'web')
    assert.equal(Number(access.exp) - Number(access.iat), 600)
    assert.ok(access.jti && access.sub && Number(access.auth_time) >= before)
    assert.equal(decodeProtectedHeader(String(id_token)).typ, 'JWT')
    assert.equal(id.aud, 'web')
    assert.equal(id.nonce, 'n1')
    assert.equal(id.sub, access.sub)
    const info = await call('getUserInfo', { headers: bearer(id_token) })
    assert.equal(info.status, 401)
  })

  test('a token of a service is about the service', async () => {
    const { json } = await call('createToken', { form: { grant_type: 'client_credentials' }, headers: machine })

    const { sub, client_id } = decodeJwt(String(json.access_token))

    assert.deepEqual([sub, client_id], ['machine', 'machine'])
  })
})

describe('userinfo', () => {
  test('it tells what the scopes let be known', async () => {
    const plain = await newTokens('info', 'openid')
    const full = await newTokens('info2', 'openid profile email')

    const little = await call('getUserInfo', { headers: bearer(plain.access_token) })
    const much = await call('getUserInfo', { headers: bearer(full.access_token) })

    assert.equal(little.status, 200)
    assert.deepEqual(Object.keys(little.json), ['sub'])
    assert.deepEqual(
      { ...much.json, sub: '' },
      {
        sub: '',
        name: 'info2',
        email: 'info2@example.com',
        email_verified: false,
      },
    )
    assert.equal(much.headers['cache-control'], 'no-store')
    const posted = await call('postUserInfo', { headers: bearer(full.access_token) })
    assert.deepEqual(posted.json, much.json)
  })

  test('it needs a token, with the scope openid', async () => {
    const { access_token } = await newTokens('scopeless', 'orders:read')

    assert.equal((await call('getUserInfo')).status, 401)
    assert.equal((await call('getUserInfo', { headers: bearer(access_token) })).status, 403)
  })
})

describe('revocation', () => {
  test('a revoked refresh token takes all tokens of its grant along', async () => {
    const tokens = await newTokens('revoke')

    const { status } = await call('revokeToken', { form: { token: String(tokens.refresh_token), client_id: 'web' } })

    assert.equal(status, 200)
    assert.equal((await refresh(tokens.refresh_token)).json.error, 'invalid_grant')
    assert.equal(await isActive(tokens.access_token), false)
    assert.equal((await call('getUserInfo', { headers: bearer(tokens.access_token) })).status, 401)
  })

  test('a revoked access token is inactive, and its grant goes on', async () => {
    const tokens = await newTokens('revoke2')
    assert.equal(await isActive(tokens.access_token), true)

    await call('revokeToken', { form: { token: String(tokens.access_token), client_id: 'web' } })

    assert.equal(await isActive(tokens.access_token), false)
    assert.equal((await refresh(tokens.refresh_token)).status, 200)
  })

  test('what is no token of the client’s is answered alike, and is good still', async () => {
    const tokens = await newTokens('revoke3')

    const unknown = await call('revokeToken', { form: { token: 'nonsense' }, headers: machine })
    const foreign = await call('revokeToken', { form: { token: String(tokens.refresh_token) }, headers: machine })

    assert.deepEqual([unknown.status, foreign.status], [200, 200])
    assert.equal((await refresh(tokens.refresh_token)).status, 200)
  })

  test('a client that cannot prove who it is revokes nothing', async () => {
    const { status, json } = await call('revokeToken', {
      form: { token: 'x' },
      headers: { authorization: basic('machine', 'wrong') },
    })

    assert.deepEqual([status, json.error], [401, 'invalid_client'])
  })
})

describe('introspection', () => {
  test('it says of whom a good token is, and of any other nothing', async () => {
    const tokens = await newTokens('introspect')
    const ask = async (token: unknown) =>
      (await call('introspectToken', { form: { token: String(token) }, headers: machine })).json

    const access = await ask(tokens.access_token)

    assert.equal(access.active, true)
    assert.equal(access.client_id, 'web')
    assert.equal(access.scope, 'openid offline_access orders:read')
    assert.equal(access.iss, issuer)
    for (const other of [tokens.id_token, tokens.refresh_token, 'nonsense', `${tokens.access_token}x`])
      assert.deepEqual(await ask(other), { active: false })
  })

  test('only a client with a secret may ask', async () => {
    const { status, json } = await call('introspectToken', { form: { token: 'x', client_id: 'web' } })

    assert.deepEqual([status, json.error], [401, 'invalid_client'])
  })
})

describe('metadata', () => {
  test('both documents say the same, and name this issuer', async () => {
    const provider = await call('getProviderMetadata')
    const server = await call('getServerMetadata')

    assert.deepEqual(provider.json, server.json)
    assert.equal(provider.json.issuer, issuer)
    assert.equal(provider.json.token_endpoint, `${issuer}/token`)
    assert.deepEqual(provider.json.code_challenge_methods_supported, ['S256'])
    assert.equal(provider.json.authorization_response_iss_parameter_supported, true)
    assert.equal(String(provider.json.grant_types_supported).includes('password'), false)
  })

  test('what a proxy, or whoever passes for one, says of the address changes none of the server’s', async () => {
    const headers = {
      host: 'evil.example.com',
      forwarded: 'for=192.0.2.1;host=evil.example.com;proto=http',
      'x-forwarded-host': 'evil.example.com',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': '81',
      'x-forwarded-prefix': '/evil',
      'x-original-url': '/evil',
    }
    for (const operation of ['getProviderMetadata', 'getServerMetadata', 'getKeys'] as const)
      assert.deepEqual((await call(operation, { headers })).json, (await call(operation)).json)
    const query = requestOf({ prompt: 'none' })
    const [plain, forwarded] = [await call('authorize', { query }), await call('authorize', { query, headers })]
    assert.equal(forwarded.headers.location, plain.headers.location)
    const form = { grant_type: 'client_credentials' }
    const { json } = await call('createToken', { form, headers: { ...machine, ...headers } })
    assert.equal(decodeJwt(String(json.access_token)).iss, issuer)
  })
})
