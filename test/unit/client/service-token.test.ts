import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { jobContext } from 'twelvefold'
import { serviceTokens } from '../../../lib/client/service-token.ts'
import { type Behaviour, startUpstream, type Upstream } from '../../fakes/upstream.ts'
import { connect, isProblem } from './shop.ts'

const item = { path: { id: 'a' } }
const token = (value: string, life = 600): Behaviour => ({
  status: 200,
  body: { access_token: value, token_type: 'Bearer', expires_in: life },
})

/** An issuer that answers discovery first, and then token requests as a test says. */
async function startIssuer(
  t: TestContext,
  script: Behaviour[],
  path = '/auth',
): Promise<Upstream & { issuer: string }> {
  const discovery: Behaviour = (response) => {
    const body = { issuer: `${upstream.url}${path}`, token_endpoint: `${upstream.url}/token` }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const upstream = await startUpstream(t, [discovery, ...script])
  return Object.assign(upstream, { issuer: `${upstream.url}${path}` })
}

const settings = (issuer: string, audience = 'twelvefold') => ({
  AUTH_ISSUER: issuer,
  AUTH_AUDIENCE: audience,
  AUTH_CLIENT_ID: 'orders',
  AUTH_CLIENT_SECRET: 'a b:ü%',
})

const tokenRequests = ({ requests }: Upstream) => requests.filter(({ target }) => target === '/token')

test('a token is asked for by client credentials, with the scopes of the operation, and kept', async (t) => {
  const issuer = await startIssuer(t, [token('one')])
  const upstream = await startUpstream(t, [{ status: 204 }])
  const { shop } = await connect(upstream.url, { tokens: serviceTokens(() => settings(issuer.issuer)) })

  await shop.removeItem(item, jobContext('test'))
  await shop.removeItem(item, jobContext('test'))

  assert.deepEqual(
    issuer.requests.map(({ method, target }) => `${method} ${target}`),
    ['GET /auth/.well-known/openid-configuration', 'POST /token'],
  )
  const [request] = tokenRequests(issuer)
  assert.equal(request?.body, 'grant_type=client_credentials&scope=shop%3Awrite')
  // RFC 6749, section 2.3.1: each part is form-encoded before they are joined.
  const sent = Buffer.from(request?.headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString()
  assert.equal(sent, 'orders:a+b%3A%C3%BC%25')
  assert.deepEqual(
    upstream.requests.map(({ headers }) => headers.authorization),
    ['Bearer one', 'Bearer one'],
  )
})

test('an audience that is an address is asked for as the resource', async (t) => {
  const issuer = await startIssuer(t, [token('one')])

  await serviceTokens(() => settings(issuer.issuer, 'https://api.example.com')).get([])

  assert.equal(tokenRequests(issuer)[0]?.body, 'grant_type=client_credentials&resource=https%3A%2F%2Fapi.example.com')
})

test('no token is asked for where the operation needs none', async (t) => {
  const upstream = await startUpstream(t, [{ status: 200, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url)

  await shop.getItem(item, jobContext('test'))

  assert.equal(upstream.requests[0]?.headers.authorization, undefined)
})

test('those who ask at the same time share one request; each set of scopes has a token of its own', async (t) => {
  const issuer = await startIssuer(t, [token('one'), token('two')])
  const tokens = serviceTokens(() => settings(issuer.issuer))

  const values = await Promise.all([tokens.get(['a', 'b']), tokens.get(['b', 'a']), tokens.get(['a', 'b'])])

  assert.deepEqual(values, ['one', 'one', 'one'])
  assert.equal(await tokens.get(['a']), 'two')
  assert.equal(tokenRequests(issuer).length, 2)
})

test('a token is renewed in the background ahead of its end, and the old one serves meanwhile', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 })
  const issuer = await startIssuer(t, [token('one', 100), { status: 503 }, token('two', 100)])
  const tokens = serviceTokens(() => settings(issuer.issuer))
  await tokens.get(['a'])

  t.mock.timers.tick(69_000)
  assert.equal(await tokens.get(['a']), 'one')
  assert.equal(tokenRequests(issuer).length, 1)

  t.mock.timers.tick(1_000)
  assert.equal(await tokens.get(['a']), 'one', '30 s before its end it is still good')
  await issuer.received(3)
  // The answer of the failed renewal has to arrive; until then there is one under way.
  while (tokenRequests(issuer).length < 3) {
    t.mock.timers.tick(10)
    assert.equal(await tokens.get(['a']), 'one')
    await setImmediate()
  }
  while ((await tokens.get(['a'])) !== 'two') await setImmediate()
})

test('a token of a short life is not renewed before half of it', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 })
  const issuer = await startIssuer(t, [token('one', 20), token('two', 20)])
  const tokens = serviceTokens(() => settings(issuer.issuer))
  await tokens.get(['a'])

  t.mock.timers.tick(9_999)
  await tokens.get(['a'])
  assert.equal(tokenRequests(issuer).length, 1)

  t.mock.timers.tick(1)
  await Promise.all([tokens.get(['a']), tokens.get(['a'])])
  await issuer.received(3)
  assert.equal(tokenRequests(issuer).length, 2)
})

test('an ended token is not sent', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 })
  const issuer = await startIssuer(t, [token('one', 100), token('two', 100)])
  const tokens = serviceTokens(() => settings(issuer.issuer))
  await tokens.get(['a'])

  t.mock.timers.tick(100_000)

  assert.equal(await tokens.get(['a']), 'two')
})

test('C07 a 401 to a cached token: a new one is fetched and the call repeated once', async (t) => {
  const issuer = await startIssuer(t, [token('old'), token('new')])
  const upstream = await startUpstream(t, [{ status: 204 }, { status: 401 }, { status: 204 }])
  const { shop } = await connect(upstream.url, { tokens: serviceTokens(() => settings(issuer.issuer)) })
  await shop.removeItem(item, jobContext('test'))

  assert.equal((await shop.removeItem(item, jobContext('test'))).status, 204)

  assert.deepEqual(
    upstream.requests.map(({ headers }) => headers.authorization),
    ['Bearer old', 'Bearer old', 'Bearer new'],
  )
})

test('C07 a 401 to the new token too: it gives up, and the fault is ours', async (t) => {
  const issuer = await startIssuer(t, [token('old'), token('new')])
  const upstream = await startUpstream(t, [{ status: 401 }])
  const { shop, policies } = await connect(upstream.url, { tokens: serviceTokens(() => settings(issuer.issuer)) })

  await assert.rejects(
    shop.removeItem(item, jobContext('test')),
    isProblem('bad-gateway', { message: /refuses the token/ }),
  )

  assert.equal(upstream.requests.length, 2)
  assert.equal(tokenRequests(issuer).length, 2)
  assert.equal(policies.state().breaker, 'closed')
})

test('an issuer that is down is 503 with Retry-After, and is asked again by the next call', async (t) => {
  const issuer = await startIssuer(t, [{ status: 500 }, token('one')])
  const tokens = serviceTokens(() => settings(issuer.issuer))

  await assert.rejects(tokens.get(['a']), isProblem('service-unavailable', { headers: { 'retry-after': '5' } }))
  assert.equal(await tokens.get(['a']), 'one')

  await issuer.close()
  await assert.rejects(tokens.get(['b']), isProblem('service-unavailable', { message: /^No token can be had/ }))
})

test('an issuer that refuses, or is another one, is a bad-gateway', async (t) => {
  const refusing = await startIssuer(t, [{ status: 401, body: { error: 'invalid_client' } }])
  const other = await startIssuer(t, [token('one')])

  await assert.rejects(serviceTokens(() => settings(refusing.issuer)).get(['a']), isProblem('bad-gateway'))
  await assert.rejects(serviceTokens(() => settings(`${other.url}/other`)).get(['a']), isProblem('bad-gateway'))
  assert.equal(tokenRequests(other).length, 0, 'the secret was not sent')
})

test("with token: 'caller' the token of the caller goes on; without one nothing is sent", async (t) => {
  const upstream = await startUpstream(t, [{ status: 204 }, { status: 401 }])
  const { shop } = await connect(upstream.url, { options: { token: 'caller' } })
  const context = { ...jobContext('test'), event: { headers: { authorization: 'Bearer users' } } }

  assert.equal((await shop.removeItem(item, context)).status, 204)
  await assert.rejects(shop.removeItem(item, context), isProblem('unauthorized', { message: /shop refuses the token/ }))
  await assert.rejects(shop.removeItem(item, jobContext('test')), isProblem('unauthorized'))

  assert.deepEqual(
    upstream.requests.map(({ headers }) => headers.authorization),
    ['Bearer users', 'Bearer users'],
  )
})
