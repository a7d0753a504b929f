import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser, exchange, newUser, refresh, requestOf } from './auth-calls.ts'

/** A client of the store, which somebody else can change, and the refresh token that a user has allowed it. */
async function newClient(clientId: string) {
  const { storedClients } = await import('../../../functions/auth/clients.ts')
  await storedClients.insert({
    clientId,
    name: clientId,
    redirectUris: ['https://web.example.com/callback'],
    postLogoutRedirectUris: [],
    grants: ['authorization_code', 'refresh_token'],
    scopes: ['openid', 'offline_access', 'orders:read', 'orders:write'],
    trusted: true,
    createdAt: new Date().toISOString(),
  })
  const leave = (...scopes: string[]) => storedClients.update(clientId, (client) => ({ ...client, scopes }))
  const scope = 'openid offline_access orders:read orders:write'
  const answer = await new Browser().authorize(await newUser(clientId), requestOf({ client_id: clientId, scope }))
  return { code: answer.get('code') ?? '', leave, as: { client_id: clientId } }
}

test('a refresh gives no scope that the client has lost since, and the rest again', async () => {
  const { code, leave, as } = await newClient('reduced')
  const first = await exchange(code, as)
  await leave('openid', 'offline_access', 'orders:read')

  const whole = await refresh(first.json.refresh_token, as)
  const lost = await refresh(whole.json.refresh_token, { ...as, scope: 'orders:write' })

  assert.equal(first.json.scope, 'openid offline_access orders:read orders:write')
  assert.equal(whole.json.scope, 'openid offline_access orders:read')
  assert.deepEqual([lost.status, lost.json.error], [400, 'invalid_scope'])
})

test('a client that has lost offline_access, and so may not refresh, has to ask its user anew', async () => {
  const { code, leave, as } = await newClient('online')
  const { json } = await exchange(code, as)
  await leave('openid', 'orders:read')

  const refused = await refresh(json.refresh_token, as)
  await leave('openid', 'offline_access')
  const allowed = await refresh(json.refresh_token, as)

  assert.deepEqual([refused.status, refused.json.error], [400, 'invalid_grant'])
  assert.deepEqual([allowed.status, allowed.json.scope], [200, 'openid offline_access'])
})

test('a code gives no scope that the client has lost since, and nothing where it has lost all', async () => {
  const reduced = await newClient('reduced-code')
  await reduced.leave('orders:read')
  const bare = await newClient('bare')
  await bare.leave()

  const less = await exchange(reduced.code, reduced.as)
  const nothing = await exchange(bare.code, bare.as)

  assert.deepEqual([less.status, less.json.scope, less.json.refresh_token], [200, 'orders:read', undefined])
  assert.deepEqual([nothing.status, nothing.json.error], [400, 'invalid_grant'])
})

test('a refresh that is refused for its scope does not use the token up', async (context) => {
  const { code, as } = await newClient('kept')
  const { json } = await exchange(code, as)
  const refused = await refresh(json.refresh_token, { ...as, scope: 'account' })
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 60_000 })

  const again = await refresh(json.refresh_token, as)

  assert.deepEqual([refused.json.error, again.status], ['invalid_scope', 200])
})
