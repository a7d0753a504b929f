import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Answer, Browser, call, fieldsOf, newUser, password, redirectUri, requestOf } from './auth-calls.ts'

const page = (answer: Answer): void => assert.match(String(answer.headers['content-type']), /^text\/html/)

describe('the authorization endpoint', () => {
  test('an unknown client is shown, never redirected: there is no open redirect', async () => {
    for (const changes of [
      { client_id: 'nobody' },
      { client_id: undefined },
      { redirect_uri: undefined },
      { redirect_uri: 'https://evil.example.com/callback' },
      { redirect_uri: 'https://web.example.com.evil.example.com/callback' },
      { redirect_uri: 'https://web.example.com/callback/../evil' },
      { redirect_uri: '//web.example.com/callback' },
      { redirect_uri: 'javascript:alert(1)' },
    ]) {
      const answer = await call('authorize', { query: requestOf(changes) })

      assert.equal(answer.status, 400, JSON.stringify(changes))
      assert.equal(answer.headers.location, undefined)
      page(answer)
      assert.equal(answer.text.includes('evil'), false)
    }
  })

  test('every other fault goes back to the client, with its state', async () => {
    for (const [changes, error] of [
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ response_type: undefined }, 'invalid_request'],
      [{ scope: 'openid catalog:write' }, 'invalid_scope'],
      [{ scope: undefined }, 'invalid_scope'],
      [{ response_mode: 'fragment' }, 'invalid_request'],
      [{ request: 'e30.e30.' }, 'request_not_supported'],
      [{ request_uri: 'https://evil.example.com/r' }, 'request_uri_not_supported'],
      [{ resource: 'https://elsewhere.example.com' }, 'invalid_target'],
      [{ prompt: 'none' }, 'login_required'],
      [{ prompt: 'none login' }, 'invalid_request'],
      [{ max_age: '-1' }, 'invalid_request'],
    ] as const) {
      const { status, headers } = await call('authorize', { query: requestOf(changes) })

      assert.equal(status, 303, JSON.stringify(changes))
      const target = new URL(headers.location ?? '')
      assert.equal(`${target.origin}${target.pathname}`, redirectUri)
      assert.equal(target.searchParams.get('error'), error)
      assert.equal(target.searchParams.get('state'), 's1')
    }
  })

  const asQuery = (...more: [name: string, value: string][]): string =>
    new URLSearchParams([...Object.entries(requestOf()), ...more]).toString()

  for (const [name, value] of [
    ['scope', 'zz'],
    ['scope', ''],
    ['response_type', 'code'],
    ['response_mode', 'query'],
    ['code_challenge', 'zz'],
    ['code_challenge_method', 'S256'],
    ['nonce', 'n2'],
    ['prompt', 'none'],
    ['max_age', '1'],
    ['login_hint', 'ada@example.com'],
    ['resource', 'twelvefold'],
  ] as const) {
    test(`a repeated parameter goes back to the client as a fault: ${name}=${value}`, async () => {
      const { status, headers } = await call('authorize', { query: asQuery([name, value], [name, value]) })

      assert.equal(status, 303)
      const { origin, pathname, searchParams } = new URL(headers.location ?? '')
      assert.equal(`${origin}${pathname}`, redirectUri)
      assert.deepEqual([searchParams.get('error'), searchParams.get('state')], ['invalid_request', 's1'])
    })
  }

  test('a repeated state goes back to the client as a fault, and neither of them with it', async () => {
    const { status, headers } = await call('authorize', { query: asQuery(['state', 's2']) })

    assert.equal(status, 303)
    const { searchParams } = new URL(headers.location ?? '')
    assert.deepEqual([searchParams.get('error'), searchParams.getAll('state')], ['invalid_request', []])
  })

  test('a repeated client or redirect URI is shown, on a page', async () => {
    for (const more of [
      ['client_id', 'web'],
      ['redirect_uri', redirectUri],
    ] as const) {
      const answer = await call('authorize', { query: asQuery([...more]) })

      assert.deepEqual([answer.status, answer.headers.location], [400, undefined], more[0])
      page(answer)
    }
  })

  test('a request that is too long for the pages is told to the client, or shown', async () => {
    const long = 'x'.repeat(4_000)

    const nonce = await call('authorize', { query: requestOf({ nonce: long }) })
    const client = await call('authorize', { query: requestOf({ client_id: long }) })

    assert.equal(new URL(nonce.headers.location ?? '').searchParams.get('error'), 'invalid_request')
    assert.equal(client.status, 400)
    page(client)
  })

  test('unknown parameters are ignored', async () => {
    assert.equal((await call('authorize', { query: requestOf({ whatever: '1' }) })).status, 200)
  })

  test('a redirect URI with a query keeps it', async () => {
    const query = requestOf({ redirect_uri: 'https://web.example.com/other?tenant=1', prompt: 'none' })

    const { headers } = await call('authorize', { query })

    assert.match(
      String(headers.location),
      /^https:\/\/web\.example\.com\/other\?tenant=1&error=login_required&state=s1/,
    )
  })

  test('a native program takes any port of the loopback address, and nothing else of it', async () => {
    const ask = async (redirect_uri: string) =>
      (await call('authorize', { query: requestOf({ client_id: 'native', redirect_uri, scope: 'openid' }) })).status

    assert.equal(await ask('http://127.0.0.1:51004/callback'), 200)
    assert.equal(await ask('http://[::1]:51004/callback'), 200)
    for (const wrong of [
      'http://localhost:51004/callback',
      'https://127.0.0.1:51004/callback',
      'http://127.0.0.1:51004/callback/x',
      'http://127.0.0.1:51004@evil.example.com/callback',
      'http://127.0.0.1:x/callback',
      'http://127.0.0.1.evil.example.com/callback',
      'http://127.0.0.1:*/callback',
    ])
      assert.equal(await ask(wrong), 400, wrong)
  })

  test('no script of another origin may read the pages: there is no CORS', async () => {
    const { headers } = await call('authorize', { query: requestOf(), headers: { origin: 'https://evil.example.com' } })

    assert.equal(headers['access-control-allow-origin'], undefined)
  })
})

describe('the pages', () => {
  test('a page loads nothing, is not framed, not kept, and sends no referrer', async () => {
    const answer = await call('authorize', { query: requestOf() })
    const { headers, text } = answer

    page(answer)
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /style-src 'sha256-[A-Za-z0-9+/=]+'/)
    assert.match(policy, /form-action 'self' https:\/\/web\.example\.com(;|$)/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.match(policy, /base-uri 'none'/)
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.equal(headers['x-frame-options'], 'DENY')
    assert.equal(/<script|<img|<link|\son\w+=|\sstyle=|https?:/.test(text.replace(/value="[^"]*"/g, '')), false)
  })

  test('names of clients and what people type stay text', async () => {
    const { text } = await call('authorize', { query: requestOf({ login_hint: '"><script>alert(1)</script>' }) })

    assert.match(text, /Web &lt;shop&gt;/)
    assert.match(text, /value="&quot;&gt;&lt;script&gt;/)
    assert.equal(text.includes('<script'), false)
  })

  test('the consent page says in words what is asked for, and remembers the answer', async () => {
    const browser = new Browser()
    const email = await newUser('consent')
    await browser.logIn(email, requestOf())
    const asked = await browser.open('authorize', requestOf())
    assert.match(asked.text, /see your orders/)
    await browser.send('decideAuthorization', { ...fieldsOf(asked.text), decision: 'allow' })

    const again = await browser.open('authorize', requestOf())
    const more = await browser.open('authorize', requestOf({ scope: 'openid account' }))
    const forced = await browser.open('authorize', requestOf({ prompt: 'consent' }))

    assert.equal(again.status, 303)
    assert.deepEqual([more.status, forced.status], [200, 200])
  })

  test('a form that comes back after the logout leads to the login, in our own words', async () => {
    const browser = new Browser()
    await browser.logIn(await newUser('late-form'), requestOf())
    const { cookie } = browser
    const { csrf = '', request = '' } = fieldsOf((await browser.open('authorize', requestOf())).text)
    await browser.send('logout', { csrf })
    browser.cookie = cookie

    const form = { csrf, request: `${request}&x=\r\nset-cookie: a=b`, decision: 'allow' }
    const { status, headers } = await browser.send('decideAuthorization', form)

    assert.equal(status, 303)
    assert.match(String(headers.location), /^authorize\?[\w=&%+.-]+$/)
  })

  test('a button that is pressed twice is no fault', async () => {
    const browser = new Browser()
    await browser.logIn(await newUser('twice-pressed'), requestOf())
    const fields = fieldsOf((await browser.open('authorize', requestOf())).text)
    const press = () => browser.send('decideAuthorization', { ...fields, decision: 'allow' })

    const answers = await Promise.all([press(), press(), press()])

    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303, 303],
    )
  })

  test('a denial goes back to the client, and gives no code', async () => {
    const browser = new Browser()
    await browser.logIn(await newUser('denial'), requestOf())
    const asked = await browser.open('authorize', requestOf())

    const { headers } = await browser.send('decideAuthorization', { ...fieldsOf(asked.text), decision: 'deny' })

    const answer = new URL(headers.location ?? '').searchParams
    assert.equal(answer.get('error'), 'access_denied')
    assert.equal(answer.get('code'), null)
  })

  test('prompt=login asks again, once; so does a login that is too old', async () => {
    const browser = new Browser()
    const email = await newUser('prompt')
    await browser.logIn(email, requestOf())
    for (const changes of [{ prompt: 'login' }, { max_age: '0' }]) {
      const asked = await browser.open('authorize', requestOf(changes))
      assert.match(asked.text, /name="password"/)

      const { headers } = await browser.send('login', { ...fieldsOf(asked.text), email, password })

      const after = await browser.open('authorize', String(headers.location).split('?')[1])
      assert.match(after.text, /name="decision"/)
    }
  })

  test('the login is over 303, so that no browser sends the password on', async () => {
    const { status, headers, text } = await new Browser().logIn(await newUser('see-other'), requestOf())

    assert.equal(status, 303)
    assert.match(String(headers.location), /^authorize\?/)
    assert.equal(text, '')
  })
})

describe('sessions', () => {
  test('the cookie is for this host, over TLS, out of reach of scripts, and new after the login', async () => {
    const browser = new Browser()
    const email = await newUser('cookie')
    const page = await browser.open('authorize', requestOf())
    const before = browser.cookie

    const { cookies } = await browser.send('login', { ...fieldsOf(page.text), email, password })

    assert.match(String(cookies[0]), /^__Host-auth=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
    assert.notEqual(browser.cookie, before)
    const old = new Browser()
    old.cookie = before
    assert.match((await old.open('authorize', requestOf())).text, /name="password"/)
  })

  test('a cookie that an attacker has planted is worth nothing after the login', async () => {
    const victim = new Browser()
    const planted = `__Host-auth=${'a'.repeat(43)}`
    victim.cookie = planted
    await victim.logIn(await newUser('fixation'), requestOf())

    const attacker = new Browser()
    attacker.cookie = planted

    assert.notEqual(victim.cookie, planted)
    assert.match((await attacker.open('authorize', requestOf())).text, /name="password"/)
  })

  test('the logout asks first, ends the session, and goes only to a registered address', async () => {
    const browser = new Browser()
    await browser.logIn(await newUser('logout'), requestOf())
    const { cookie } = browser
    const uri = 'https://web.example.com/bye'
    const asked = await browser.open('showLogout', { client_id: 'web', post_logout_redirect_uri: uri, state: 'x' })
    assert.match((await browser.open('authorize', requestOf())).text, /name="decision"/)

    const { status, headers } = await browser.send('logout', fieldsOf(asked.text))

    assert.equal(status, 303)
    assert.equal(headers.location, `${uri}?state=x`)
    browser.cookie = cookie
    assert.match((await browser.open('authorize', requestOf())).text, /name="password"/)
  })

  test('a logout to an address that is not registered stays here', async () => {
    const browser = new Browser()
    const query = { client_id: 'web', post_logout_redirect_uri: 'https://evil.example.com/' }
    const asked = await browser.open('showLogout', query)

    const { status, headers } = await browser.send('logout', fieldsOf(asked.text))

    assert.equal(status, 200)
    assert.equal(headers.location, undefined)
  })
})

describe('CSRF', () => {
  test('CSRF: a consent without the token, with a foreign one, or from another site is refused', async () => {
    const browser = new Browser()
    await browser.logIn(await newUser('csrf'), requestOf())
    const fields = fieldsOf((await browser.open('authorize', requestOf())).text)
    const other = fieldsOf((await new Browser().open('authorize', requestOf())).text)
    const allow = { ...fields, decision: 'allow' }

    const answers = [
      await browser.send('decideAuthorization', { ...allow, csrf: '' }),
      await browser.send('decideAuthorization', { ...allow, csrf: other.csrf ?? '' }),
      await browser.send('decideAuthorization', allow, { origin: 'https://evil.example.com' }),
      await browser.send('decideAuthorization', allow, { 'sec-fetch-site': 'cross-site' }),
      await browser.send('decideAuthorization', allow, { 'sec-fetch-site': 'same-site' }),
      await new Browser().send('decideAuthorization', allow),
    ]

    for (const { status, headers } of answers) {
      assert.equal(status, 403)
      assert.equal(headers.location, undefined)
    }
    assert.equal((await browser.send('decideAuthorization', allow)).status, 303)
  })

  test('CSRF: nobody can log a browser in, register or log it out from elsewhere', async () => {
    const email = await newUser('csrf2')
    const forms = [
      await new Browser().send('login', { csrf: 'x', email, password }),
      await new Browser().send('register', { csrf: 'x', name: 'n', email: 'x@example.com', password }),
      await new Browser().send('logout', { csrf: 'x' }),
    ]

    for (const { status, cookies } of forms) assert.deepEqual([status, cookies], [403, []])
  })

  test('the token of before the login is worth nothing after it', async () => {
    const browser = new Browser()
    const email = await newUser('csrf3')
    const before = fieldsOf((await browser.open('authorize', requestOf())).text)
    await browser.send('login', { ...before, email, password })

    assert.equal((await browser.send('decideAuthorization', { ...before, decision: 'allow' })).status, 403)
  })
})
