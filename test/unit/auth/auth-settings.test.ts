import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { readAuthSettings } from '../../../lib/auth/auth-settings.ts'
import { readKeySet } from '../../../lib/auth/json-web-keys.ts'
import { ConfigError } from '../../../lib/config/config-error.ts'
import { makeKey, toPublic } from '../../fakes/issuer.ts'
import { testIssuer } from '../../fakes/tokens.ts'

function faultsOf(env: Record<string, string>): string[] {
  try {
    readAuthSettings(env)
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.message.split('\n')
  }
}

test('at a desk the issuer is the auth service beside us', () => {
  assert.equal(readAuthSettings({}).AUTH_ISSUER, 'http://localhost:3000/auth')
  assert.equal(readAuthSettings({ ENV: 'test', PORT: '4000' }).AUTH_ISSUER, 'http://localhost:4000/auth')
  assert.equal(
    readAuthSettings({ PUBLIC_URL: 'https://api.example/shop/' }).AUTH_ISSUER,
    'https://api.example/shop/auth',
  )
  assert.equal(readAuthSettings({}).AUTH_AUDIENCE, 'twelvefold')
})

test('elsewhere issuer and audience have to be said', () => {
  const faults = faultsOf({ ENV: 'production' })

  assert.equal(faults.length, 2)
  assert.match(faults[0] ?? '', /^AUTH_AUDIENCE: is required/)
  assert.match(faults[1] ?? '', /^AUTH_ISSUER: is required/)
})

test('the issuer is kept character by character', () => {
  assert.equal(readAuthSettings({ AUTH_ISSUER: 'https://Acme.example.com/' }).AUTH_ISSUER, 'https://Acme.example.com/')
})

test('an issuer is an address without query and fragment', () => {
  for (const AUTH_ISSUER of ['acme', 'ftp://acme.example.com', 'https://acme.example.com/?a', 'https://', 'https:///x'])
    assert.match(faultsOf({ AUTH_ISSUER })[0] ?? '', /^AUTH_ISSUER: must be an http or https URL/, AUTH_ISSUER)
})

test('pinned keys are read', () => {
  const keys = readAuthSettings({ ...testIssuer }).AUTH_JWKS?.keys

  assert.deepEqual(
    keys?.map(({ kid }) => kid),
    ['test-key'],
  )
})

test('a pinned key that is private, secret, weak or not of use is refused with its number', () => {
  const key = makeKey('a')
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })
  const wrong: [keys: unknown, fault: RegExp][] = [
    ['{', /must be JSON/],
    [[], /must be a JSON Web Key Set/],
    [{ keys: [] }, /has no key/],
    [{ keys: [toPublic(key), key] }, /the key 2 is private or secret/],
    [{ keys: [{ kty: 'oct', kid: 'a', k: 'c2VjcmV0' }] }, /the key 1 is private or secret/],
    [{ keys: [{ ...toPublic(key), kid: undefined }] }, /the key 1 has no kid/],
    [{ keys: [{ ...toPublic(key), use: 'enc' }] }, /the key 1 is not for signatures/],
    [{ keys: [{ ...toPublic(key), x: 'AAAA' }] }, /the key 1 is not valid/],
    [{ keys: [{ ...toPublic(key), kty: 'DSA' }] }, /the key 1 has a kty/],
    [{ keys: [{ ...weak, kid: 'weak' }] }, /the key 1 has fewer than 2048 bits/],
    [{ keys: [toPublic(key), toPublic(key)] }, /the key 2 has the kid of another/],
    [{ keys: [null] }, /the key 1 has a kty/],
  ]
  for (const [keys, fault] of wrong) {
    const [message = 'it is taken'] = faultsOf({ AUTH_JWKS: typeof keys === 'string' ? keys : JSON.stringify(keys) })

    assert.match(message, fault)
    assert.ok(!message.includes(String(key.d)), 'a private key is not shown')
  }
})

test('of published keys only those of use are taken, without the rest of what they say', () => {
  const key = makeKey('a')
  const published = [
    { ...toPublic(key), x5c: ['certificate'], key_ops: ['verify'] },
    makeKey('private'),
    { kty: 'oct', kid: 'secret', k: 'c2VjcmV0' },
    { kty: 'unheard-of', kid: 'new' },
    null,
  ]

  assert.deepEqual(readKeySet({ keys: published }), { keys: [toPublic(key)] })
})
