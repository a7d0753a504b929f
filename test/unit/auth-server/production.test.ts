import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, machine } from './auth-calls.ts'

Object.assign(process.env, { ENV: 'production', STORE_URL: 'sqljs::memory:', CURSOR_SECRET: 'x'.repeat(32) })

test('where keys are not made by themselves, none is 503, until there is one', async () => {
  const ask = () => call('createToken', { form: { grant_type: 'client_credentials' }, headers: machine })

  const before = await ask()
  const { rotateKeys } = await import('../../../functions/auth/signing-keys.ts')
  await rotateKeys()
  const after = await ask()

  assert.equal(before.status, 503)
  assert.equal(before.headers['retry-after'], '60')
  assert.equal(before.text.includes('twelvefold keys'), false)
  assert.equal(after.status, 200)
})

test('where demo data would be a way in, there is none', async () => {
  const { seed } = await import('../../../functions/auth/demo.ts')
  const { findClient } = await import('../../../functions/auth/clients.ts')

  const added = await seed()

  assert.equal(added, 0)
  assert.equal(await findClient('orders'), undefined)
})
