import './own-keys.ts'
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { jobContext } from 'twelvefold'
import { call, newTokens } from './auth-calls.ts'

/** What the orders service was asked, and what it answers. */
const asked: { method: string; path: string; authorization: string }[] = []
let answer = 204

const orders = createServer((request, response) => {
  const { method = '', url = '', headers } = request
  if (url === '/auth/token') {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ access_token: 'service-token', token_type: 'Bearer', expires_in: 600 }))
    return
  }
  if (url.includes('.well-known')) {
    const issuer = process.env.AUTH_ISSUER
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ issuer, token_endpoint: `${origin}/auth/token`, jwks_uri: `${origin}/auth/jwks` }))
    return
  }
  asked.push({ method, path: url, authorization: headers.authorization ?? '' })
  response.writeHead(answer)
  response.end()
})
let origin = ''

before(async () => {
  orders.listen(0, '127.0.0.1')
  await once(orders, 'listening')
  origin = `http://127.0.0.1:${(orders.address() as AddressInfo).port}`
  Object.assign(process.env, { AUTH_ISSUER: `${origin}/auth`, ORDERS_URL: origin })
})

after(() => orders.close())

async function eraseUser(name: string): Promise<{ status: number; subject: string }> {
  const { access_token } = await newTokens(name, 'account')
  const headers = { authorization: `Bearer ${access_token}` }
  const { json } = await call('getOwnUser', { headers })
  const { status } = await call('deleteOwnUser', { headers })
  return { status, subject: String(json.userId) }
}

const pending = async (subject: string): Promise<readonly string[] | undefined> => {
  const { erasures } = await import('../../../functions/auth/erasure.ts')
  return (await erasures.get(subject))?.pending
}

test('an erasure is told to the other services with a token of this service, and then forgotten', async () => {
  const { status, subject } = await eraseUser('told')

  assert.equal(status, 204)
  assert.deepEqual(asked, [
    { method: 'DELETE', path: `/orders/users/${subject}/personal-data`, authorization: 'Bearer service-token' },
  ])
  assert.equal(await pending(subject), undefined)
})

test('where a service cannot be reached, the recovery tells it later', async () => {
  answer = 503
  const { status, subject } = await eraseUser('later')
  assert.equal(status, 204)
  assert.deepEqual(await pending(subject), ['orders'])

  answer = 204
  const { recover } = await import('../../../functions/auth/recover.ts')
  const done = await recover()

  assert.equal(done, 1)
  assert.equal(await pending(subject), undefined)
  assert.equal(asked.at(-1)?.path, `/orders/users/${subject}/personal-data`)
  assert.equal(await recover(), 0)
})

test('a crash after the first step leaves an erasure that the recovery finishes', async () => {
  const { access_token, refresh_token } = await newTokens('crash', 'account offline_access')
  const headers = { authorization: `Bearer ${access_token}` }
  const subject = String((await call('getOwnUser', { headers })).json.userId)
  const { erasures } = await import('../../../functions/auth/erasure.ts')
  await erasures.insert({ subject, pending: ['orders'], startedAt: new Date().toISOString() })

  const { recover } = await import('../../../functions/auth/recover.ts')
  await recover()

  assert.equal((await call('getOwnUser', { headers })).status, 401)
  const again = await call('createToken', {
    form: { grant_type: 'refresh_token', client_id: 'web', refresh_token: String(refresh_token) },
  })
  assert.equal(again.json.error, 'invalid_grant')
})

test('the erasure of a user whom the index does not show yet is kept for the recovery', async (context) => {
  const { erase, erasures } = await import('../../../functions/auth/erasure.ts')
  const { users } = await import('../../../functions/auth/users.ts')
  const { recover } = await import('../../../functions/auth/recover.ts')
  const call = jobContext('test')
  const user = { email: 'new@example.com', userId: 'user-of-a-moment', name: 'New', passwordHash: '-', createdAt: '' }
  await erase(user.userId, call)
  await users.insert(user)

  await recover()

  assert.equal(await users.get(user.email), undefined)
  assert.equal(await erasures.get(user.userId), undefined)
  await erase('nobody', call)
  assert.ok(await erasures.get('nobody'))
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 61_000 })
  await recover()
  assert.equal(await erasures.get('nobody'), undefined)
})
