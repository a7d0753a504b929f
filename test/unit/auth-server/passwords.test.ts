import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, mock, test } from 'node:test'
import { Browser, call, fieldsOf, newUser, password, registerUser, requestOf } from './auth-calls.ts'

/** How many passwords were hashed while `work` was done. */
async function hashesFor(work: () => Promise<unknown>): Promise<number> {
  const { hashesMade } = await import('../../../functions/auth/passwords.ts')
  const before = hashesMade()
  await work()
  return hashesMade() - before
}

const text = (page: string): string => page.replace(/value="[^"]*"/g, '')

describe('enumeration', () => {
  test('a login says the same of an unknown address and of a wrong password', async () => {
    const email = await registerUser('known')

    const known = await new Browser().logIn(email, requestOf(), 'a wrong password')
    const unknown = await new Browser().logIn('unknown@example.com', requestOf(), 'a wrong password')

    assert.deepEqual([known.status, unknown.status], [401, 401])
    assert.equal(text(known.text), text(unknown.text))
    assert.match(known.text, /role="alert"/)
    assert.match(known.text, /value="known@example.com"/)
  })

  test('a login costs one hash for known and unknown addresses alike', async () => {
    const email = await registerUser('work')

    const known = await hashesFor(() => new Browser().logIn(email, requestOf(), 'a wrong password'))
    const unknown = await hashesFor(() => new Browser().logIn('unknown2@example.com', requestOf(), 'a wrong one'))

    assert.deepEqual([known, unknown], [1, 1])
  })

  test('a registration answers and costs the same for an address that is taken, and changes nothing', async () => {
    const email = await registerUser('taken')
    const ask = (address: string) =>
      call('createUser', { json: { email: address, name: 'Other', password: 'another password' } })

    const counts = [await hashesFor(() => ask(email.toUpperCase())), await hashesFor(() => ask('free@example.com'))]
    const taken = await ask(email)
    const free = await ask('free2@example.com')

    assert.deepEqual([taken.status, taken.json], [free.status, free.json])
    assert.deepEqual(counts, [1, 1])
    assert.equal((await new Browser().logIn(email, requestOf(), 'another password')).status, 401)
    assert.equal((await new Browser().logIn(email, requestOf())).status, 303)
  })

  test('the page that registers answers the same, too', async () => {
    await registerUser('taken-page')
    const register = async (email: string) => {
      const browser = new Browser()
      const page = await browser.open('showRegistration')
      return browser.send('register', { ...fieldsOf(page.text), name: 'n', email, password })
    }

    const taken = await register('taken-page@example.com')
    const free = await register('free-page@example.com')

    assert.deepEqual([taken.status, text(taken.text)], [free.status, text(free.text)])
    assert.equal((await new Browser().logIn('free-page@example.com', requestOf())).status, 303)
  })
})

describe('passwords', () => {
  test('a short, a long and a common password are refused, with what was typed kept', async () => {
    for (const weak of ['seven77', 'x'.repeat(129), 'Password1', 'iloveyou']) {
      const browser = new Browser()
      const page = await browser.open('showRegistration', { request: 'client_id=web' })

      const answer = await browser.send('register', {
        ...fieldsOf(page.text),
        name: 'Somebody',
        email: 'weak@example.com',
        password: weak,
      })

      assert.equal(answer.status, 422, weak)
      assert.match(answer.text, /role="alert"/)
      assert.match(answer.text, /value="Somebody"/)
      assert.equal(answer.text.includes(weak), false)
      assert.equal(fieldsOf(answer.text).request, 'client_id=web')
      assert.equal(
        (await call('createUser', { json: { email: 'weak@example.com', name: 'n', password: weak } })).status,
        400,
      )
    }
  })

  test('a password is the same in every Unicode form', async () => {
    const json = { email: 'unicode@example.com', name: 'n', password: 'cafe\u0301 au lait' }
    await call('createUser', { json })

    assert.equal((await new Browser().logIn(json.email, requestOf(), 'caf\u00e9 au lait')).status, 303)
  })

  test('what is kept says how it was made, and is another for each user', async () => {
    const { users } = await import('../../../functions/auth/users.ts')
    const [one, two] = await Promise.all([registerUser('kept1'), registerUser('kept2')])

    const hashes = (await Promise.all([users.get(one), users.get(two)])).map((user) => user?.passwordHash ?? '')

    for (const hash of hashes) assert.match(hash, /^scrypt\$16384\$8\$5\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=$/)
    assert.notEqual(hashes[0], hashes[1])
  })
})

describe('guessing', () => {
  // Time stands still, however slow the machine is.
  beforeEach(() => mock.timers.enable({ apis: ['Date'], now: Date.now() }))
  afterEach(() => mock.timers.reset())

  test('after five attempts each next one waits, even with the right password, and not for good', async () => {
    const email = await newUser('guess')
    for (let tries = 0; tries < 5; tries++)
      assert.equal((await new Browser().logIn(email, requestOf(), 'a wrong password')).status, 401)

    const blocked = await new Browser().logIn(email, requestOf())

    assert.equal(blocked.status, 429)
    assert.match(String(blocked.headers['retry-after']), /^[1-9]$/)
    assert.match(blocked.text, /role="alert"/)
    mock.timers.tick(301_000)
    assert.equal((await new Browser().logIn(email, requestOf())).status, 303)
    assert.equal((await new Browser().logIn(email, requestOf(), 'a wrong password')).status, 401)
  })

  test('an attempt while one has to wait does not make the wait longer', async () => {
    const email = await newUser('wait')
    for (let tries = 0; tries < 5; tries++) await new Browser().logIn(email, requestOf(), 'a wrong password')
    for (let tries = 0; tries < 10; tries++) await new Browser().logIn(email, requestOf(), 'a wrong password')

    mock.timers.tick(2_000)

    assert.equal((await new Browser().logIn(email, requestOf())).status, 303)
  })

  test('many guesses at once do not get past the count, and cost no more hashes', async () => {
    const email = await newUser('burst')
    const browsers = Array.from({ length: 20 }, () => new Browser())
    const pages = await Promise.all(browsers.map((browser) => browser.open('authorize', requestOf())))

    const hashes = await hashesFor(() =>
      Promise.all(
        browsers.map((browser, at) =>
          browser.send('login', { ...fieldsOf(pages[at]?.text ?? ''), email, password: `guess ${at}` }),
        ),
      ),
    )

    assert.ok(hashes <= 5, `${hashes} guesses were looked at`)
  })

  const guess = (browser: Browser, email: string) => browser.logIn(email, requestOf(), 'a wrong password')

  /** A browser in which somebody has logged in, and whose session is over. */
  async function ownBrowser(email: string): Promise<Browser> {
    const browser = new Browser()
    await browser.logIn(email, requestOf())
    browser.cookie = ''
    return browser
  }

  test('whoever guesses at each moment that is free keeps nobody out of a browser of their own', async () => {
    const email = await newUser('besieged')
    const own = await ownBrowser(email)
    const statuses = new Set<number>()
    for (let tries = 0; tries < 5; tries++) statuses.add((await guess(new Browser(), email)).status)
    for (let round = 0; round < 3; round++) {
      // The longest wait is over, and the attacker is there first.
      mock.timers.tick(301_000)
      statuses.add((await guess(new Browser(), email)).status)
    }

    const fromElsewhere = await new Browser().logIn(email, requestOf())
    const fromOwn = await own.logIn(email, requestOf())
    own.cookie = ''
    const again = await own.logIn(email, requestOf())

    assert.deepEqual([...statuses], [401])
    assert.deepEqual([fromElsewhere.status, fromOwn.status, again.status], [429, 303, 303])
    assert.equal((await new Browser().logIn(email, requestOf())).status, 429, 'the guesses are not forgotten')
  })

  test('guesses in a browser of somebody’s own are counted by themselves, and it waits as others do', async () => {
    const email = await newUser('shared-desk')
    const own = await ownBrowser(email)
    for (let tries = 0; tries < 5; tries++) assert.equal((await guess(own, email)).status, 401)

    assert.equal((await own.logIn(email, requestOf())).status, 429)
    assert.equal((await new Browser().logIn(email, requestOf())).status, 303)
  })

  test('a device that is made up, of another account, or known no more is counted with everybody', async () => {
    const email = await newUser('impostor')
    const mallory = await newUser('mallory')
    const own = await ownBrowser(email)
    const left = own.device
    await own.logIn(email, requestOf())
    for (let tries = 0; tries < 5; tries++) await guess(new Browser(), email)

    const devices = [`__Host-auth-device=${'a'.repeat(43)}`, (await ownBrowser(mallory)).device, left, '']

    for (const device of devices) {
      const browser = new Browser()
      browser.device = device
      assert.equal((await browser.logIn(email, requestOf())).status, 429, device)
    }
  })

  test('a device is known by a cookie that only this host gets, only over TLS, and only who knew the password', async () => {
    const email = await newUser('device')

    const wrong = await new Browser().logIn(email, requestOf(), 'a wrong password')
    const right = await new Browser().logIn(email, requestOf())

    assert.equal(wrong.cookies.join().includes('device'), false)
    const [cookie = ''] = right.cookies.filter((text) => text.includes('device'))
    const form = /^__Host-auth-device=([\w-]{43}); Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=15552000$/
    const [, secret = ''] = form.exec(cookie) ?? []
    assert.equal(secret.length, 43)
    const { processStore } = await import('../../../lib/store/store.ts')
    for await (const { body, key } of (await processStore()).scan('login-devices'))
      assert.equal(`${key} ${body}`.includes(secret), false)
  })

  test('an address without a user is counted alike', async () => {
    for (let tries = 0; tries < 5; tries++) await new Browser().logIn('ghost@example.com', requestOf())

    assert.equal((await new Browser().logIn('ghost@example.com', requestOf())).status, 429)
  })
})
