import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const key = { ...privateKey.export({ format: 'jwk' }), kid: 'bound' }
const bound = { name: 'auth-signing-keys', credentials: { jwks: { keys: [key] } } }

Object.assign(process.env, {
  ENV: 'test',
  STORE_URL: 'sqljs::memory:',
  VCAP_SERVICES: JSON.stringify({ 'user-provided': [bound] }),
})

test('the signing keys may come by a binding, and then the store has none', async () => {
  const { publishedKeys, signingKey } = await import('../../../functions/auth/signing-keys.ts')

  assert.equal((await signingKey()).jwk.kid, 'bound')
  assert.deepEqual(
    (await publishedKeys()).map(({ jwk }) => jwk.kid),
    ['bound'],
  )
})
