import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser, basic, call, challenge, verifier } from './auth-calls.ts'

test('at a desk there are clients and a user to begin with, added once', async () => {
  const { seed } = await import('../../../functions/auth/demo.ts')

  const added = await seed()
  const again = await seed()

  assert.deepEqual([added, again], [5, 0])
})

test('the demo user logs in for the command line, and gets tokens', async () => {
  const redirect_uri = 'http://127.0.0.1:51004/callback'
  const request = {
    response_type: 'code',
    client_id: 'shop-cli',
    redirect_uri,
    scope: 'orders:write',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }
  const browser = new Browser()
  await browser.logIn('demo@example.com', request, 'only for a desk')

  const { headers } = await browser.open('authorize', request)
  const code = new URL(String(headers.location)).searchParams.get('code') ?? ''
  const form = { grant_type: 'authorization_code', client_id: 'shop-cli', code, redirect_uri, code_verifier: verifier }
  const { status, json } = await call('createToken', { form })

  assert.equal(status, 200)
  assert.equal(json.scope, 'orders:write')
})

test('the services of a desk get their tokens with what they have by default', async () => {
  const { status, json } = await call('createToken', {
    form: { grant_type: 'client_credentials', scope: 'catalog:reserve orders:erase' },
    headers: { authorization: basic('orders', 'only for a desk') },
  })

  assert.equal(status, 200)
  assert.equal(json.scope, 'catalog:reserve orders:erase')
})
