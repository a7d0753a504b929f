import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, mock, test } from 'node:test'
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { freshMs } from '../../../lib/auth/issuer-keys.ts'
import { call, issuer, machine } from './auth-calls.ts'

process.env.AUTH_KEY_SECRET = 'a secret of the keys, for tests'

async function newToken(): Promise<string> {
  const { json } = await call('createToken', { form: { grant_type: 'client_credentials' }, headers: machine })
  return String(json.access_token)
}

const keySet = async (): Promise<JSONWebKeySet> => (await call('getKeys')).json as unknown as JSONWebKeySet
const kids = async (): Promise<unknown[]> => (await keySet()).keys.map(({ kid }) => kid)

/** What anybody else does with a token: a library of its own, and the published keys. */
const verify = async (token: string) =>
  jwtVerify(token, createLocalJWKSet(await keySet()), { issuer, audience: 'twelvefold', typ: 'at+jwt' })

describe('a token of this server', () => {
  const isActive = async (token: string): Promise<unknown> =>
    (await call('introspectToken', { form: { token }, headers: machine })).json.active

  test('alg none, HS256 with the public key, jku and a foreign kid are not believed', async () => {
    const token = await newToken()
    const [header = '', payload = ''] = token.split('.')
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const { kid } = decodeProtectedHeader(token)
    const { keys } = await keySet()
    const hs = `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${payload}`
    const mac = createHmac('sha256', JSON.stringify(keys[0])).update(hs).digest('base64url')

    assert.equal(await isActive(token), true)
    for (const forged of [
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${hs}.${mac}`,
      `${encode({ alg: 'ES256', typ: 'at+jwt', kid, jku: 'https://evil.example.com/jwks' })}.${payload}.${'A'.repeat(86)}`,
      `${encode({ alg: 'ES256', typ: 'at+jwt', kid: 'other' })}.${payload}.${token.split('.')[2]}`,
      `${header}.${payload}.${'A'.repeat(86)}`,
    ])
      assert.equal(await isActive(forged), false)
  })

  test('it ends after ten minutes', async (context) => {
    context.after(() => mock.timers.reset())
    const token = await newToken()
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 601_000 })

    assert.equal(await isActive(token), false)
  })
})

// The last of these move the clock on, and with it the keys of this process.
describe('C06 the key set', () => {
  test('C06 it is as RFC 7517 says, holds nothing private, and verifies a token in a third-party library', async () => {
    const token = await newToken()

    const { keys } = await keySet()
    const { payload } = await verify(token)

    assert.equal(payload.sub, 'machine')
    assert.ok(keys.length > 0)
    for (const key of keys) assert.deepEqual(Object.keys(key).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
  })

  test('private keys are encrypted in the store, and useless without the secret', async () => {
    const { seal, unseal } = await import('../../../functions/auth/key-seal.ts')
    const sealed = seal('private', 'secret', 'kid-1')

    assert.equal(unseal(sealed, 'secret', 'kid-1'), 'private')
    assert.throws(() => unseal(sealed, 'another', 'kid-1'))
    assert.throws(() => unseal(sealed, 'secret', 'kid-2'))
    const { processStore } = await import('../../../lib/store/store.ts')
    await newToken()
    const ring = await (await processStore()).get('signing-keys', 'ring')
    assert.ok(ring)
    assert.equal(ring.body.includes('"d"'), false)
    assert.equal(JSON.parse(ring.body).keys[0].sealed, true)
  })

  test('C06 a new key is published before it signs, and an old one until its last token has ended', async (context) => {
    context.after(() => mock.timers.reset())
    const { lead, rotateKeys } = await import('../../../functions/auth/signing-keys.ts')
    mock.timers.enable({ apis: ['Date'], now: Date.now() })
    const [old] = await kids()

    const next = await rotateKeys()
    assert.ok(next)
    assert.deepEqual(await kids(), [old, next.jwk.kid])
    assert.equal(decodeProtectedHeader(await newToken()).kid, old)
    assert.equal(await rotateKeys(), undefined, 'a second rotation waits for the first')

    mock.timers.tick(lead - 1_000)
    const last = await newToken()
    assert.equal(decodeProtectedHeader(last).kid, old)
    mock.timers.tick(1_000)
    assert.equal(decodeProtectedHeader(await newToken()).kid, next.jwk.kid)

    mock.timers.tick(10 * 60_000 - 2_000)
    assert.equal((await verify(last)).payload.sub, 'machine')
    mock.timers.tick(2 * 60_000)
    assert.deepEqual(await kids(), [next.jwk.kid])
  })

  test('C06 every verifier has fetched a new key before it signs, also after a fetch or two that failed', async () => {
    const { lead, memory } = await import('../../../functions/auth/signing-keys.ts')
    const cached = /max-age=(\d+)/.exec((await call('getKeys')).headers['cache-control'] ?? '')
    const minute = 60_000

    const oldest = freshMs + memory + Number(cached?.[1]) * 1000

    assert.ok(
      lead >= oldest + 2 * minute,
      `a key signs after ${lead} ms; a verifier may know it only after ${oldest} ms`,
    )
  })

  test('of ten rotations at once one makes a key', async (context) => {
    context.after(() => mock.timers.reset())
    const { rotateKeys } = await import('../../../functions/auth/signing-keys.ts')
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 60 * 60_000 })
    await newToken()

    const made = await Promise.all(Array.from({ length: 10 }, () => rotateKeys()))

    assert.equal(made.filter(Boolean).length, 1)
  })
})
