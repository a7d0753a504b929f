import './own-keys.ts'
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Answer, Browser, call, exchange, newTokens, newUser, password, refresh, requestOf } from './auth-calls.ts'

const bearer = (token: unknown) => ({ authorization: `Bearer ${token}` })

describe('one’s own account', () => {
  test('it is read with the scope account, and never shows the password', async () => {
    const tokens = await newTokens('read', 'account')
    const without = await newTokens('read2', 'openid')

    const { status, json, text } = await call('getOwnUser', { headers: bearer(tokens.access_token) })

    assert.equal(status, 200)
    assert.equal(json.email, 'read@example.com')
    assert.equal(text.includes('scrypt'), false)
    assert.equal((await call('getOwnUser', { headers: bearer(without.access_token) })).status, 403)
    assert.equal((await call('getOwnUser')).status, 401)
  })

  /** What a token that was ended is told, and that the account is there still. */
  async function assertDead(name: string, token: unknown): Promise<void> {
    const answers: Answer[] = []
    for (const operation of ['getOwnUser', 'deleteOwnUser', 'getUserInfo'] as const)
      answers.push(await call(operation, { headers: bearer(token) }))

    for (const { status, headers } of answers) {
      assert.equal(status, 401)
      assert.match(headers['www-authenticate'] ?? '', /error="invalid_token"/)
    }
    assert.equal((await new Browser().logIn(`${name}@example.com`, requestOf())).status, 303)
  }

  test('a revoked access token neither reads the account nor deletes it', async () => {
    const tokens = await newTokens('dead', 'openid account')
    await call('revokeToken', { form: { token: String(tokens.access_token), client_id: 'web' } })

    await assertDead('dead', tokens.access_token)
  })

  test('an access token whose code was replayed neither reads the account nor deletes it', async () => {
    const answer = await new Browser().authorize(
      await newUser('dead-code'),
      requestOf({ scope: 'openid account offline_access' }),
    )
    const tokens = await exchange(answer.get('code') ?? '')
    await exchange(answer.get('code') ?? '')

    await assertDead('dead-code', tokens.json.access_token)
  })

  test('after the erasure nothing of the user works: login, refresh, code, session, token', async () => {
    const email = await newUser('erase')
    const browser = new Browser()
    const request = requestOf({ scope: 'openid offline_access account' })
    const first = await browser.authorize(email, request)
    const { json: tokens } = await exchange(first.get('code') ?? '')
    const { headers } = await browser.open('authorize', request)
    const code = new URL(headers.location ?? '').searchParams.get('code') ?? ''

    const { status } = await call('deleteOwnUser', { headers: bearer(tokens.access_token) })

    assert.equal(status, 204)
    assert.equal((await exchange(code)).json.error, 'invalid_grant')
    assert.equal((await refresh(tokens.refresh_token)).json.error, 'invalid_grant')
    assert.equal((await new Browser().logIn(email, requestOf(), password)).status, 401)
    assert.match((await browser.open('authorize', request)).text, /name="password"/)
    assert.equal((await call('getOwnUser', { headers: bearer(tokens.access_token) })).status, 401)
    assert.equal((await call('getUserInfo', { headers: bearer(tokens.access_token) })).status, 401)
  })

  test('nothing of an erased user stays in the store but that other services are still to be told', async () => {
    const tokens = await newTokens('trace', 'openid offline_access account')
    const { json } = await call('getOwnUser', { headers: bearer(tokens.access_token) })
    const subject = String(json.userId)
    await call('deleteOwnUser', { headers: bearer(tokens.access_token) })

    const { grants } = await import('../../../functions/auth/grants.ts')
    const { sessions } = await import('../../../functions/auth/sessions.ts')
    const { consents } = await import('../../../functions/auth/consents.ts')
    const { codes } = await import('../../../functions/auth/codes.ts')
    const { devices } = await import('../../../functions/auth/devices.ts')
    for (const collection of [grants, sessions, devices, consents, codes])
      assert.deepEqual((await collection.query('bySubject', { equals: { subject } })).items, [], collection.name)
    const { users } = await import('../../../functions/auth/users.ts')
    assert.equal(await users.get('trace@example.com'), undefined)
    const { erasures } = await import('../../../functions/auth/erasure.ts')
    assert.deepEqual((await erasures.get(subject))?.pending, ['orders'])
  })
})
