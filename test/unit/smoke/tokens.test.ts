import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Skipped } from '../../../lib/smoke/recorder.ts'
import { createTokens, type TokenOptions, type TokenSource } from '../../../lib/smoke/tokens.ts'
import { createWire } from '../../../lib/smoke/wire.ts'
import { deployShop } from './shop.ts'

const credentials = { clientId: 'a job', clientSecret: 'p:w+%' }

function tokensOf(base: string, options: Partial<TokenOptions> = {}): TokenSource {
  return createTokens({ base, credentials, tokenUrl: '/login/token', ...options })(
    createWire({ base, timeoutMs: 2_000 }),
  )
}

test('a token is asked for once for its scopes, with both credentials form-encoded', async (context) => {
  const shop = await deployShop(context)
  const tokens = tokensOf(shop.url)

  const given = await Promise.all([tokens.get('shop:read'), tokens.get('shop:read')])

  const asked = shop.requests.filter(({ method }) => method === 'POST')
  assert.deepEqual(given, ['a-token', 'a-token'])
  assert.equal(asked.length, 1)
  assert.equal(asked[0]?.body, 'grant_type=client_credentials&scope=shop%3Aread')
  assert.equal(atob(asked[0]?.headers.authorization?.replace('Basic ', '') ?? ''), 'a+job:p%3Aw%2B%25')
})

test('the secret goes to no other place than the deployment, unless somebody names it', async (context) => {
  const elsewhere = await deployShop(context)
  const shop = await deployShop(context, {
    'GET /login/.well-known/openid-configuration': {
      status: 200,
      body: { issuer: `${elsewhere.url}/login`, token_endpoint: `${elsewhere.url}/login/token` },
    },
  })

  await assert.rejects(
    tokensOf(shop.url).get(''),
    /sends clients elsewhere, to .*: if the secret may go there, say --issuer/,
  )
  assert.equal(elsewhere.requests.length, 0)
  assert.equal(await tokensOf(shop.url, { issuer: `${elsewhere.url}/login` }).get(''), 'a-token')
})

test('metadata of another issuer than the one that was named are refused', async (context) => {
  const shop = await deployShop(context, {
    'GET /login/.well-known/openid-configuration': {
      status: 200,
      body: { issuer: 'https://other.example.com', token_endpoint: 'https://other.example.com/token' },
    },
  })

  await assert.rejects(
    tokensOf(shop.url, { issuer: `${shop.url}/login` }).get(''),
    /is of https:\/\/other\.example\.com/,
  )
})

test('the metadata of RFC 8414 do as well', async (context) => {
  const shop = await deployShop(context, {
    'GET /login/.well-known/openid-configuration': { status: 404 },
    'GET /.well-known/oauth-authorization-server/login': (_, base) => ({
      status: 200,
      body: { issuer: `${base}/login`, token_endpoint: `${base}/login/token` },
    }),
  })

  assert.equal(await tokensOf(shop.url).get(''), 'a-token')
})

test('scopes that the client may not have are skipped, a wrong secret is a failure', async (context) => {
  const refuse = (status: number, error: string) => ({ 'POST /login/token': { status, body: { error } } })
  const narrow = await deployShop(context, refuse(400, 'invalid_scope'))
  const wrong = await deployShop(context, refuse(401, 'invalid_client'))

  await assert.rejects(tokensOf(narrow.url).get('shop:write'), Skipped)
  await assert.rejects(tokensOf(wrong.url).get('shop:write'), (error: Error) => {
    assert.ok(!(error instanceof Skipped))
    assert.match(error.message, /the client a job gets no token: 401 \(invalid_client\)/)
    return true
  })
})

test('without a client there is a reason to skip', async (context) => {
  const shop = await deployShop(context)

  await assert.rejects(tokensOf(shop.url, { credentials: undefined }).get('x'), Skipped)
  assert.equal(shop.requests.length, 0)
})
