import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hasRedirectUri, hasSecret, isPublic, toClient, toClients } from '../../../functions/auth/client.ts'
import { toGivenKeys } from '../../../functions/auth/given-keys.ts'
import './auth-calls.ts'

const web = { clientId: 'web', redirectUris: ['https://web.example.com/callback'], grants: ['authorization_code'] }

describe('clients of the environment', () => {
  test('a secret is kept as its hash only', () => {
    const client = toClient({ ...web, secret: 'a secret of sixteen' }, 'web')

    assert.equal(JSON.stringify(client).includes('a secret of sixteen'), false)
    assert.equal(hasSecret(client, 'a secret of sixteen'), true)
    assert.equal(hasSecret(client, 'a secret of sixteeN'), false)
    assert.equal(hasSecret(client, ''), false)
    assert.equal(isPublic(toClient(web, 'web')), true)
  })

  const wrong: [string, object, RegExp][] = [
    ['a member that is misspelt', { redirectUri: [] }, /has no member redirectUri/],
    ['a secret that is short', { secret: 'short' }, /at least 16/],
    ['a grant that does not exist', { grants: ['password'] }, /password is no grant/],
    ['a scope that does not exist', { scopes: ['everything'] }, /no scope everything/],
    ['an address over plain HTTP', { redirectUris: ['http://web.example.com/'] }, /neither https/],
    ['an address with a wildcard', { redirectUris: ['https://*.example.com/'] }, /no redirect URI/],
    ['an address with a fragment', { redirectUris: ['https://web.example.com/#a'] }, /no redirect URI/],
    ['an address that runs script', { redirectUris: ['javascript:alert(1)'] }, /neither https/],
    ['an address of data', { redirectUris: ['data:text/html,x'] }, /neither https/],
    ['an id with a space', { clientId: 'a b' }, /needs a clientId/],
    ['a service without a secret', { grants: ['client_credentials'] }, /needs a secret/],
  ]
  for (const [fault, change, message] of wrong) {
    test(`${fault} is refused, and the client is named`, () => {
      assert.throws(() => toClients([{ ...web, ...change }]), message)
      assert.throws(() => toClients([{ ...web, ...change }]), /client 1/)
    })
  }

  test('an app’s own scheme is an address, and is compared as one', () => {
    const app = toClient({ ...web, redirectUris: ['com.example.app:/callback'] }, 'app')

    assert.equal(hasRedirectUri(app, 'com.example.app:/callback'), true)
    assert.equal(hasRedirectUri(app, 'com.example.app:/callback2'), false)
  })
})

describe('keys of the environment', () => {
  test('what is no private key for ES256 is refused, and nothing of it is said', () => {
    const d = 'ssNAMezKcIQJ7qPFdQo-2rMZDaAgOQ0RciPG-svIIC8'
    for (const value of [{}, { keys: [] }, { keys: [{ kty: 'RSA', d }] }, { keys: [{ kty: 'EC', crv: 'P-256', d }] }])
      assert.throws(
        () => toGivenKeys(value),
        (error: Error) => !error.message.includes(d),
      )
  })
})
