import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { issuerKeys, type KeySource } from '../../../lib/auth/issuer-keys.ts'
import { createTokenVerifier, type TokenVerifier } from '../../../lib/auth/token-verifier.ts'
import { Problem } from '../../../lib/problem/problem.ts'
import { type FakeIssuer, type IssuerFault, makeKey, startIssuer } from '../../fakes/issuer.ts'

process.env.LOG_LEVEL = 'silent'

const minute = 60_000
const limits = { timeoutMs: 3_000, largest: 256 * 1024 }

const verifierOf = (issuer: FakeIssuer, keys: KeySource = issuerKeys(issuer.url)): TokenVerifier =>
  createTokenVerifier({ issuer: issuer.url, audience: 'twelvefold', keys })

const isTaken = async (verifier: TokenVerifier, token: string): Promise<boolean> =>
  'caller' in (await verifier.verify(token))

async function problemOf(verified: unknown): Promise<Problem> {
  try {
    await verified
  } catch (error) {
    assert.ok(error instanceof Problem, String(error))
    return error
  }
  throw new assert.AssertionError({ message: 'it was answered' })
}

const stopTheClock = (context: TestContext): void => context.mock.timers.enable({ apis: ['Date'], now: Date.now() })

/** Waits for a change that is under way in the background. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve))
}

describe('the keys of an issuer', () => {
  test('are found by its discovery document', async (context) => {
    const issuer = await startIssuer(context, '/realms/shop')

    assert.ok(await isTaken(verifierOf(issuer), await issuer.sign()))
    assert.deepEqual(issuer.requests, ['/realms/shop/.well-known/openid-configuration', '/realms/shop/keys'])
  })

  test('are fetched once for all who ask first at the same time', async (context) => {
    const issuer = await startIssuer(context)
    const verifier = verifierOf(issuer)
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, at) => issuer.sign({ subject: `user-${at}` })))

    const taken = await Promise.all(tokens.map((token) => isTaken(verifier, token)))

    assert.deepEqual([...new Set(taken)], [true])
    assert.equal(issuer.requests.length, 2)
  })

  test('are not fetched for what is no token', async (context) => {
    const issuer = await startIssuer(context)

    assert.equal(await isTaken(verifierOf(issuer), 'abc'), false)
    assert.deepEqual(issuer.requests, [])
  })

  test('C06 are fetched again for a key that is new, while tokens of the old one go on being taken', async (context) => {
    const issuer = await startIssuer(context)
    const verifier = verifierOf(issuer)
    const old = await issuer.sign()
    assert.ok(await isTaken(verifier, old))

    issuer.keys.unshift(makeKey('key-2'))

    assert.ok(await isTaken(verifier, await issuer.sign()))
    assert.ok(await isTaken(verifier, old))
    assert.equal(issuer.requests.length, 4)
  })

  test('C06 that are no longer published are taken from nobody, known tokens included', async (context) => {
    stopTheClock(context)
    const issuer = await startIssuer(context)
    const verifier = verifierOf(issuer)
    const old = await issuer.sign()
    assert.ok(await isTaken(verifier, old))

    issuer.keys = [makeKey('key-2')]
    context.mock.timers.tick(10 * minute)

    await until(async () => !(await isTaken(verifier, old)))
  })

  test('are asked for at most every ten seconds on account of forged ids', async (context) => {
    stopTheClock(context)
    const issuer = await startIssuer(context)
    const verifier = verifierOf(issuer)
    assert.ok(await isTaken(verifier, await issuer.sign()))
    const forge = (at: number): Promise<string> => issuer.sign({ header: { kid: `forged-${at}` } })

    for (let at = 0; at < 20; at++) assert.equal(await isTaken(verifier, await forge(at)), false)
    const before = issuer.requests.length
    context.mock.timers.tick(10_000)
    assert.equal(await isTaken(verifier, await forge(20)), false)

    assert.deepEqual([before, issuer.requests.length], [4, 6])
  })

  test('are refreshed in the background after ten minutes, and nobody waits for it', async (context) => {
    stopTheClock(context)
    const issuer = await startIssuer(context)
    const verifier = verifierOf(issuer)
    const token = await issuer.sign()
    await verifier.verify(token)

    context.mock.timers.tick(10 * minute)
    const answer = verifier.verify(token)

    assert.ok('caller' in answer, 'it is there at once')
    await until(() => issuer.requests.length === 4)
  })

  test('go on being used while the issuer is down, for a day', async (context) => {
    stopTheClock(context)
    const issuer = await startIssuer(context)
    const verifier = verifierOf(issuer)
    const token = await issuer.sign({ lifetime: 48 * 3600 })
    await verifier.verify(token)
    issuer.fault = 'down'

    context.mock.timers.tick(60 * minute)
    assert.ok(await isTaken(verifier, token))
    assert.ok(await isTaken(verifier, await issuer.sign({ subject: 'another' })))
    context.mock.timers.tick(24 * 60 * minute)

    assert.equal((await problemOf(verifier.verify(token))).status, 503)
  })

  test('that stay the same are the same object: what is known of tokens is not thrown away', async (context) => {
    const issuer = await startIssuer(context)
    const keys = issuerKeys(issuer.url)
    const first = await keys.fetch()

    const second = await keys.fetch()
    issuer.keys.push(makeKey('key-2'))
    const third = await keys.fetch()

    assert.equal(second, first)
    assert.notEqual(third, first)
  })
})

describe('C08 where the keys cannot be had', () => {
  const faults: IssuerFault[] = ['down', 'failing', 'of another issuer', 'oversized', 'redirecting', 'not JSON']
  for (const fault of faults) {
    test(`as the issuer is ${fault}, a token is 503 with Retry-After`, async (context) => {
      const issuer = await startIssuer(context)
      issuer.fault = fault

      const refused = await problemOf(verifierOf(issuer).verify(await issuer.sign()))

      assert.equal(refused.code, 'service-unavailable')
      assert.equal(refused.headers['retry-after'], '5')
      assert.doesNotMatch(refused.message, /127\.0\.0\.1/, 'it tells nobody where the issuer is')
      assert.ok(!issuer.requests.includes('/elsewhere'), 'a redirect is not followed')
    })
  }

  test('as the issuer does not answer, a token is 503 when the time is over', async (context) => {
    const issuer = await startIssuer(context)
    issuer.fault = 'silent'
    const keys = issuerKeys(issuer.url, { ...limits, timeoutMs: 50 })

    const refused = await problemOf(verifierOf(issuer, keys).verify(await issuer.sign()))

    assert.equal(refused.status, 503)
    assert.match(String(refused.cause), /no answer within 50 ms/)
  })

  test('the issuer is asked once a second, not once a request', async (context) => {
    stopTheClock(context)
    const issuer = await startIssuer(context)
    issuer.fault = 'down'
    const verifier = verifierOf(issuer)
    const token = await issuer.sign()

    for (let at = 0; at < 10; at++) await problemOf(verifier.verify(token))
    const before = issuer.requests.length
    context.mock.timers.tick(1_000)
    await problemOf(verifier.verify(token))

    assert.deepEqual([before, issuer.requests.length], [1, 2])
  })

  test('nothing of it is kept: the same token is taken once they are there', async (context) => {
    stopTheClock(context)
    const issuer = await startIssuer(context)
    issuer.fault = 'down'
    const verifier = verifierOf(issuer)
    const token = await issuer.sign()
    await problemOf(verifier.verify(token))

    issuer.fault = undefined
    context.mock.timers.tick(1_000)

    assert.ok(await isTaken(verifier, token))
  })

  test('a token of a new key is 503 and one of a known key is taken', async (context) => {
    const issuer = await startIssuer(context)
    const verifier = verifierOf(issuer)
    const old = await issuer.sign()
    await verifier.verify(old)

    issuer.keys.unshift(makeKey('key-2'))
    issuer.fault = 'down'

    assert.equal((await problemOf(verifier.verify(await issuer.sign()))).status, 503)
    assert.ok(await isTaken(verifier, old))
  })
})
