import assert from 'node:assert/strict'
import { describe, mock, test } from 'node:test'
import {
  type Answer,
  Browser,
  basic,
  call,
  exchange,
  isActive,
  issuer,
  machine,
  newTokens,
  newUser,
  redirectUri,
  refresh,
  requestOf,
} from './auth-calls.ts'

const day = 24 * 3600 * 1000

function assertRefused({ status, json, headers }: Answer, error: string): void {
  assert.equal(json.error, error)
  assert.equal(status, error === 'invalid_client' ? 401 : 400)
  assert.equal(headers['cache-control'], 'no-store')
}

async function newCode(name: string, changes: Record<string, string> = {}): Promise<string> {
  const answer = await new Browser().authorize(await newUser(name), requestOf(changes))
  return answer.get('code') ?? ''
}

describe('the token endpoint', () => {
  test('a code becomes an access token, a refresh token and an ID token', async () => {
    const answer = await new Browser().authorize(await newUser('all'))

    const { status, json, headers } = await exchange(answer.get('code') ?? '')

    assert.equal(status, 200)
    assert.equal(answer.get('state'), 's1')
    assert.deepEqual(Object.keys(json).sort(), [
      'access_token',
      'expires_in',
      'id_token',
      'refresh_token',
      'scope',
      'token_type',
    ])
    assert.equal(json.scope, 'openid offline_access orders:read')
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers.pragma, 'no-cache')
  })

  test('a mix-up is seen by the iss of every authorization response, errors included', async () => {
    const good = await new Browser().authorize(await newUser('mixup'))
    const bad = await call('authorize', { query: requestOf({ response_type: 'token' }) })

    assert.equal(good.get('iss'), issuer)
    assert.equal(new URL(bad.headers.location ?? '').searchParams.get('iss'), issuer)
  })

  test('without offline_access there is no refresh token, without openid no ID token', async () => {
    const json = await newTokens('few', 'orders:read')

    assert.deepEqual(Object.keys(json).sort(), ['access_token', 'expires_in', 'scope', 'token_type'])
  })

  test('a service gets a token for itself, by the header or by the form', async () => {
    const form = { grant_type: 'client_credentials', scope: 'catalog:reserve' }
    const secret = { client_id: 'machine', client_secret: 'another secret of a machine' }

    const byHeader = await call('createToken', { form, headers: machine })
    const byForm = await call('createToken', { form: { ...form, ...secret } })
    const all = await call('createToken', { form: { grant_type: 'client_credentials' }, headers: machine })

    assert.deepEqual([byHeader.status, byForm.status], [200, 200])
    assert.equal(byHeader.json.scope, 'catalog:reserve')
    assert.equal('refresh_token' in byHeader.json, false)
    assert.equal(all.json.scope, 'catalog:reserve orders:erase')
  })
})

describe('C05 the token endpoint refuses', () => {
  test('C05 a wrong secret, an unknown client, and no secret where there is one: 401 invalid_client', async () => {
    const form = { grant_type: 'client_credentials' }
    const answers = await Promise.all([
      call('createToken', { form, headers: { authorization: basic('machine', 'wrong') } }),
      call('createToken', { form, headers: { authorization: basic('nobody', 'another secret of a machine') } }),
      call('createToken', { form, headers: { authorization: 'Basic !!!' } }),
      call('createToken', { form: { ...form, client_id: 'machine', client_secret: 'wrong' } }),
      call('createToken', { form: { ...form, client_id: 'machine' } }),
      call('createToken', { form: { ...form, client_id: 'web', client_secret: 'none' } }),
      call('createToken', { form }),
    ])

    for (const answer of answers) {
      assertRefused(answer, 'invalid_client')
      assert.match(String(answer.headers['www-authenticate']), /^Basic realm=/)
    }
    const said = answers.slice(0, 6).map(({ json }) => json.error_description)
    assert.deepEqual(new Set(said).size, 1, 'the answer says which clients there are')
  })

  test('C05 a secret with odd signs is decoded as a form before it is compared', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: 'none' }
    const right = basic('trusted', 'a secret: with/odd+signs %')
    const raw = `Basic ${Buffer.from('trusted:a secret: with/odd+signs %').toString('base64')}`

    assertRefused(await call('createToken', { form, headers: { authorization: right } }), 'invalid_grant')
    assertRefused(await call('createToken', { form, headers: { authorization: raw } }), 'invalid_client')
  })

  test('C05 a wrong grant: unknown, missing, or not one of the client’s', async () => {
    const ask = (grant_type: string) => call('createToken', { form: { grant_type }, headers: machine })

    assertRefused(await ask('password'), 'unsupported_grant_type')
    assertRefused(await ask('toString'), 'unsupported_grant_type')
    assertRefused(await ask(''), 'invalid_request')
    assertRefused(await ask('refresh_token'), 'unauthorized_client')
    assertRefused(await call('createToken', { form: {}, headers: machine }), 'invalid_request')
  })

  test('C05 a code used twice, and the replay ends the tokens of the first use', async () => {
    const code = await newCode('twice')
    const first = await exchange(code)

    const second = await exchange(code)

    assertRefused(second, 'invalid_grant')
    assert.equal(await isActive(first.json.access_token), false)
    assertRefused(await refresh(first.json.refresh_token), 'invalid_grant')
  })

  test('C05 of ten who use a code at once, one gets tokens at most, and the family is revoked', async () => {
    const code = await newCode('race')

    const answers = await Promise.all(Array.from({ length: 10 }, () => exchange(code)))

    const winners = answers.filter(({ status }) => status === 200)
    assert.ok(winners.length <= 1)
    for (const { json } of winners) assert.equal(await isActive(json.access_token), false)
  })

  test('C05 a wrong verifier, none, or one that is too short; and the code is used up', async () => {
    for (const [name, code_verifier, error] of [
      ['v1', 'a'.repeat(43), 'invalid_grant'],
      ['v2', '', 'invalid_grant'],
      ['v3', 'short', 'invalid_request'],
    ] as const) {
      const code = await newCode(name)

      assertRefused(await exchange(code, { code_verifier }), error)
      assertRefused(await exchange(code), 'invalid_grant')
    }
  })

  test('C05 a plain challenge, none, and one that is no SHA-256', async () => {
    for (const changes of [
      { code_challenge_method: 'plain' },
      { code_challenge_method: undefined },
      { code_challenge: undefined },
      { code_challenge: 'short' },
    ]) {
      const { status, headers } = await call('authorize', { query: requestOf(changes) })

      assert.equal(status, 303)
      const answer = new URL(headers.location ?? '').searchParams
      assert.equal(answer.get('error'), 'invalid_request')
      assert.equal(answer.get('state'), 's1')
    }
  })

  test('C05 a redirect URI that differs by one character or port, at authorize and at token', async () => {
    for (const wrong of [
      `${redirectUri}/`,
      `${redirectUri}x`,
      redirectUri.slice(0, -1),
      'https://web.example.com:443/callback',
      'https://web.example.com:8443/callback',
      'http://web.example.com/callback',
      'https://WEB.example.com/callback',
      `${redirectUri}?a=1`,
      `${redirectUri}#a`,
    ]) {
      const { status, headers } = await call('authorize', { query: requestOf({ redirect_uri: wrong }) })
      assert.equal(status, 400, wrong)
      assert.equal(headers.location, undefined, wrong)
    }
    assertRefused(await exchange(await newCode('uri1'), { redirect_uri: `${redirectUri}/` }), 'invalid_grant')
    assertRefused(await exchange(await newCode('uri2'), { redirect_uri: '' }), 'invalid_grant')
    const other = await newCode('uri3', { redirect_uri: 'https://web.example.com/other?tenant=1' })
    assertRefused(await exchange(other), 'invalid_grant')
  })

  test('C05 a refresh token used twice: the replay revokes the family', async (context) => {
    context.after(() => mock.timers.reset())
    const tokens = await newTokens('replay')
    const next = await refresh(tokens.refresh_token)
    assert.equal(next.status, 200)
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 11_000 })

    const replay = await refresh(tokens.refresh_token)

    assertRefused(replay, 'invalid_grant')
    assertRefused(await refresh(next.json.refresh_token), 'invalid_grant')
    assert.equal(await isActive(next.json.access_token), false)
  })

  test('an honest double refresh gets the same next token twice, and stays logged in', async () => {
    const tokens = await newTokens('double')

    const answers = await Promise.all([refresh(tokens.refresh_token), refresh(tokens.refresh_token)])

    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    )
    assert.equal(answers[0]?.json.refresh_token, answers[1]?.json.refresh_token)
    assert.equal((await refresh(answers[0]?.json.refresh_token)).status, 200)
  })

  test('within the grace, the token before the previous one is a replay', async () => {
    const first = await newTokens('grace')
    const second = await refresh(first.refresh_token)
    const third = await refresh(second.json.refresh_token)

    assertRefused(await refresh(first.refresh_token), 'invalid_grant')
    assertRefused(await refresh(third.json.refresh_token), 'invalid_grant')
  })

  test('a refresh may narrow the scope and never widen it; the next one has the whole again', async () => {
    const tokens = await newTokens('narrow')

    const narrow = await refresh(tokens.refresh_token, { scope: 'orders:read' })
    const whole = await refresh(narrow.json.refresh_token)
    const wide = await refresh(whole.json.refresh_token, { scope: 'orders:read account' })

    assert.equal(narrow.json.scope, 'orders:read')
    assert.equal(whole.json.scope, 'openid offline_access orders:read')
    assertRefused(wide, 'invalid_scope')
  })

  test('code injection: a code of another client, or of another PKCE', async () => {
    const authorization = basic('trusted', 'a secret: with/odd+signs %')
    const form = { grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: 'a'.repeat(43) }

    const stolen = await newCode('inject1')
    assertRefused(
      await call('createToken', { form: { ...form, code: stolen }, headers: { authorization } }),
      'invalid_grant',
    )
    assertRefused(await exchange(await newCode('inject2'), { code_verifier: 'b'.repeat(43) }), 'invalid_grant')
  })

  test('a refresh token of another client', async () => {
    const tokens = await newTokens('foreign')
    const authorization = basic('trusted', 'a secret: with/odd+signs %')

    const answer = await call('createToken', {
      form: { grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) },
      headers: { authorization },
    })

    assertRefused(answer, 'invalid_grant')
    assert.equal((await refresh(tokens.refresh_token)).status, 200)
  })

  test('a code that is more than 60 seconds old', async (context) => {
    context.after(() => mock.timers.reset())
    const [good, late] = [await newCode('in-time'), await newCode('late')]
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 55_000 })
    const inTime = await exchange(good)
    mock.timers.tick(6_000)

    assert.equal(inTime.status, 200)
    assertRefused(await exchange(late), 'invalid_grant')
  })

  test('a replay that comes when the code has ended still ends the tokens of its use', async (context) => {
    context.after(() => mock.timers.reset())
    const code = await newCode('late-replay')
    const { json } = await exchange(code)
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 61_000 })
    const before = await isActive(json.access_token)

    const replay = await exchange(code)

    assertRefused(replay, 'invalid_grant')
    assert.deepEqual([before, await isActive(json.access_token)], [true, false])
    assertRefused(await refresh(json.refresh_token), 'invalid_grant')
  })

  test('a refresh token that was not used for more than 30 days', async (context) => {
    context.after(() => mock.timers.reset())
    const [used, left] = [await newTokens('used'), await newTokens('left')]
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 29 * day })
    const inTime = await refresh(used.refresh_token)
    mock.timers.tick(2 * day)

    assert.equal(inTime.status, 200)
    assertRefused(await refresh(left.refresh_token), 'invalid_grant')
    assert.equal((await refresh(inTime.json.refresh_token)).status, 200)
  })

  test('a refresh token of a login more than 90 days ago, however often it was used', async (context) => {
    context.after(() => mock.timers.reset())
    let { refresh_token: token } = await newTokens('ninety')
    mock.timers.enable({ apis: ['Date'], now: Date.now() })
    for (const days of [29, 29, 29, 2]) {
      mock.timers.tick(days * day)
      const { status, json } = await refresh(token)
      assert.equal(status, 200)
      token = json.refresh_token
    }
    mock.timers.tick(1 * day + 1_000)

    assertRefused(await refresh(token), 'invalid_grant')
  })

  test('repeated parameters, and two ways to authenticate at once', async () => {
    const twice = await call('createToken', { form: 'grant_type=client_credentials&scope=a&scope=b', headers: machine })
    const both = await call('createToken', {
      form: { grant_type: 'client_credentials', client_id: 'machine', client_secret: 'another secret of a machine' },
      headers: machine,
    })

    assertRefused(twice, 'invalid_request')
    assertRefused(both, 'invalid_request')
  })

  test('scopes beyond the client’s, and those of users where there is none', async () => {
    for (const scope of ['catalog:write', 'catalog:reserve catalog:write', 'openid', 'nonsense'])
      assertRefused(
        await call('createToken', { form: { grant_type: 'client_credentials', scope }, headers: machine }),
        'invalid_scope',
      )
  })

  test('a resource that is not ours', async () => {
    const form = { grant_type: 'client_credentials', resource: 'https://elsewhere.example.com' }

    assertRefused(await call('createToken', { form, headers: machine }), 'invalid_target')
    assert.equal(
      (await call('createToken', { form: { ...form, resource: 'twelvefold' }, headers: machine })).status,
      200,
    )
  })

  test('secrets and tokens in the URL', async () => {
    const form = { grant_type: 'client_credentials' }
    const secret = await call('createToken', {
      query: { client_id: 'machine', client_secret: 'another secret of a machine' },
      form,
    })
    const tokens = await newTokens('url')
    const token = await call('getUserInfo', { query: { access_token: String(tokens.access_token) } })

    assert.equal(secret.status, 400)
    assert.ok(token.status === 401 || token.status === 400)
  })

  test('a body that is no form', async () => {
    const { status } = await call('createToken', { json: { grant_type: 'client_credentials' }, headers: machine })

    assert.equal(status, 415)
  })
})
