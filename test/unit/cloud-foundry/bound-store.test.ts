import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCredentials } from '../../../lib/client/client-settings.ts'
import { ConfigError } from '../../../lib/config/config-error.ts'
import { refuseOtherInstances } from '../../../lib/hosts/refuse-other-instances.ts'
import { boundCredentials } from '../../../lib/store/dynamodb/bound-credentials.ts'
import { readStoreSettings } from '../../../lib/store/store.ts'

const onCloudFoundry = (name: string, credentials: object) => ({
  ENV: 'production',
  VCAP_SERVICES: JSON.stringify({ 'user-provided': [{ name, credentials }] }),
})
const keys = { 'access-key-id': 'AKIA', 'secret-access-key': 'hidden' }
const store = { url: 'dynamodb://eu-central-1/shop', 'cursor-secret': 'a secret', ...keys }

test('the store is the service instance that is bound as "store"', () => {
  const settings = readStoreSettings(onCloudFoundry('store', store))

  assert.deepEqual([settings.STORE_URL, settings.CURSOR_SECRET], [store.url, 'a secret'])
})

test('so are the credentials of its tables, unless the environment has some', () => {
  const bound = onCloudFoundry('store', store)

  assert.deepEqual(boundCredentials(bound), { accessKeyId: 'AKIA', secretAccessKey: 'hidden' })
  assert.equal(boundCredentials({ ...bound, AWS_ACCESS_KEY_ID: 'OTHER' }), undefined)
  assert.equal(boundCredentials(onCloudFoundry('mail', {})), undefined)
  assert.equal(boundCredentials({}), undefined)
})

test('a store that needs no credentials has none: an embedded one, or tables that the platform gives access to', () => {
  const bound = onCloudFoundry('store', { url: 'sqljs:.data/', 'cursor-secret': 'a secret' })

  assert.equal(readStoreSettings(bound).STORE_URL, 'sqljs:.data/')
  assert.equal(boundCredentials(bound), undefined)
})

test('an instance that has one half of the credentials is refused', () => {
  const bound = onCloudFoundry('store', { ...store, 'secret-access-key': undefined })

  const refusal = /AWS_SECRET_ACCESS_KEY: is required, since AWS_ACCESS_KEY_ID is given/
  assert.throws(() => boundCredentials(bound), refusal)
  assert.throws(() => readStoreSettings(bound), refusal)
})

test('an instance without credentials is one: they may be somewhere else, and an embedded store has none', () => {
  const { 'access-key-id': _, 'secret-access-key': __, ...rest } = store
  const bound = onCloudFoundry('store', { ...rest, url: 'sqljs::memory:' })

  assert.equal(readStoreSettings(bound).STORE_URL, 'sqljs::memory:')
  assert.equal(boundCredentials(bound), undefined)
})

test('a service that calls others is to the issuer whom the instance "auth-client" says', () => {
  const { AUTH_CLIENT_ID, AUTH_CLIENT_SECRET } = readCredentials({
    env: onCloudFoundry('auth-client', { id: 'orders', secret: 'hidden' }),
  })

  assert.deepEqual([AUTH_CLIENT_ID, AUTH_CLIENT_SECRET], ['orders', 'hidden'])
})

test('the second instance of an application refuses an embedded store, and nobody else does', () => {
  const second = { CF_INSTANCE_INDEX: '1' }

  assert.throws(
    () => refuseOtherInstances('sqljs:.data/', second),
    (error) => {
      assert.ok(error instanceof ConfigError)
      return /^STORE_URL: is "sqljs:.data\/", and this is instance 1 of an application/.test(error.message)
    },
  )
  assert.doesNotThrow(() => refuseOtherInstances('dynamodb://eu-central-1/shop', second))
  assert.doesNotThrow(() => refuseOtherInstances('sqljs:.data/', { CF_INSTANCE_INDEX: '0' }))
  assert.doesNotThrow(() => refuseOtherInstances('sqljs:.data/', {}))
})
