import assert from 'node:assert/strict'
import { test } from 'node:test'
import { config } from '../../../lib/config/config.ts'
import { ConfigError } from '../../../lib/config/config-error.ts'
import { markFromFile } from '../../../lib/config/source.ts'
import { json, text, url } from '../../../lib/config/variable-types.ts'

const store = url({ binding: { service: 'shop-store', key: 'uri' } })

const vcapServices = {
  'p-dynamo': [
    {
      name: 'shop-store',
      instance_name: 'shop-store',
      label: 'p-dynamo',
      tags: ['documents', 'nosql'],
      credentials: {
        uri: 'dynamodb://eu-west-1/shop',
        'flat.key': 'flat',
        read: { uri: 'dynamodb://eu-west-1/copy', port: 4711 },
      },
    },
  ],
  'user-provided': [
    {
      name: 'mail',
      label: 'user-provided',
      tags: ['smtp'],
      credentials: { host: 'smtp.example', password: 'hunter2' },
    },
    { name: 'bare', label: 'user-provided', tags: [] },
  ],
}

const onCloudFoundry = { VCAP_SERVICES: JSON.stringify(vcapServices) }

const refusal = (message: string) => (error: unknown) => {
  assert.ok(error instanceof ConfigError)
  assert.equal(error.message, message)
  return true
}

const bound = (service: string, key: string) => text({ binding: { service, key } })

test('a binding is found by the name of its service, else by its label, else by a tag', () => {
  const schema = { BY_NAME: store, BY_LABEL: bound('p-dynamo', 'uri'), BY_TAG: bound('nosql', 'uri') }

  const settings = config('bound', schema, onCloudFoundry)

  assert.deepEqual([...new Set(Object.values(settings))], ['dynamodb://eu-west-1/shop'])
})

test('a key may be a dotted path, a number or an object', () => {
  const schema = {
    PATH: bound('shop-store', 'read.uri'),
    FLAT: bound('shop-store', 'flat.key'),
    NUMBER: bound('shop-store', 'read.port'),
    WHOLE: json({ binding: { service: 'shop-store', key: 'read' } }),
  }

  const settings = config('dotted', schema, onCloudFoundry)

  assert.deepEqual(
    { ...settings },
    {
      PATH: 'dynamodb://eu-west-1/copy',
      FLAT: 'flat',
      NUMBER: '4711',
      WHOLE: { uri: 'dynamodb://eu-west-1/copy', port: 4711 },
    },
  )
})

test('E02 a missing service: the message names it, and the services that are bound', () => {
  const schema = { STORE_URL: bound('shop-stoer', 'uri') }

  assert.throws(
    () => config('bound', schema, onCloudFoundry),
    refusal('STORE_URL: needs the service "shop-stoer", and it is not bound; bound are "shop-store", "mail", "bare"'),
  )
  assert.throws(
    () => config('bound', schema, { VCAP_SERVICES: '{}' }),
    refusal('STORE_URL: needs the service "shop-stoer", and it is not bound; none is bound at all'),
  )
})

test('E02 a missing key: the message names it, its service, and the keys that are there, without their values', () => {
  assert.throws(
    () => config('bound', { STORE_URL: bound('shop-store', 'url') }, onCloudFoundry),
    refusal(
      'STORE_URL: needs the key "url" of the service "shop-store", and it has no such key; it has "uri", "flat.key", "read.uri", "read.port"',
    ),
  )
  assert.throws(
    () => config('bound', { MAIL: bound('bare', 'host') }, onCloudFoundry),
    refusal('MAIL: needs the key "host" of the service "bare", and it has no such key; it has none'),
  )
})

test('a variable that may be missing has no value where its service, or the key, is not there', () => {
  const schema = {
    MAIL: text({ optional: true, binding: { service: 'bare', key: 'host' } }),
    COPY: text({ optional: true, binding: { service: 'none', key: 'host' } }),
  }

  assert.deepEqual({ ...config('bound', schema, onCloudFoundry) }, { MAIL: undefined, COPY: undefined })
  // A key that a default would hide is rather misspelt.
  assert.throws(
    () => config('bound', { PORT: text({ default: '25', binding: { service: 'bare', key: 'port' } }) }, onCloudFoundry),
    /PORT: needs the key "port"/,
  )
})

test('E02 all faults of bindings and of plain variables come together', () => {
  const schema = { A: bound('nowhere', 'x'), B: bound('mail', 'x'), C: text() }

  assert.throws(
    () => config('bound', schema, onCloudFoundry),
    (error) => error instanceof ConfigError && error.faults.map(({ variable }) => variable).join() === 'A,B,C',
  )
})

test('a label or tag that several services have is not guessed at', () => {
  assert.throws(
    () => config('bound', { MAIL: bound('user-provided', 'host') }, onCloudFoundry),
    refusal('MAIL: needs one service "user-provided", and several match: "mail", "bare"; give a name'),
  )
})

test('E03 a backing service on another host and port is used as it was bound', () => {
  const elsewhere = {
    postgres: [{ name: 'shop-store', credentials: { uri: 'pg://db-7.internal.example:15432/shop' } }],
  }

  const settings = config('bound', { STORE_URL: store }, { VCAP_SERVICES: JSON.stringify(elsewhere) })

  assert.equal(settings.STORE_URL, 'pg://db-7.internal.example:15432/shop')
})

test('the real environment wins over a binding, unless it is empty', () => {
  const real = config('bound', { STORE_URL: store }, { ...onCloudFoundry, STORE_URL: 'sqljs::memory:' })
  const empty = config('bound', { STORE_URL: store }, { ...onCloudFoundry, STORE_URL: '' })

  assert.equal(real.STORE_URL, 'sqljs::memory:')
  assert.equal(empty.STORE_URL, 'dynamodb://eu-west-1/shop')
})

test('a binding wins over an env file, which serves where the service is not bound', () => {
  const env = { ...onCloudFoundry, STORE_URL: 'sqljs:.data/', OTHER_URL: 'sqljs:.other/' }
  markFromFile(env, ['STORE_URL', 'OTHER_URL'])

  const settings = config('bound', { STORE_URL: store, OTHER_URL: bound('other', 'uri') }, env)

  assert.deepEqual({ ...settings }, { STORE_URL: 'dynamodb://eu-west-1/shop', OTHER_URL: 'sqljs:.other/' })
})

test('a default serves where the service is not bound, but not where its key is missing', () => {
  const schema = { A: text({ default: 'x', binding: { service: 'nowhere', key: 'uri' } }) }

  const settings = config('bound', schema, onCloudFoundry)

  assert.equal(settings.A, 'x')
  assert.throws(
    () => config('bound', { A: text({ default: 'x', binding: { service: 'mail', key: 'uri' } }) }, onCloudFoundry),
    ConfigError,
  )
})

test('without VCAP_SERVICES a bound variable comes from the plain environment', () => {
  const settings = config('bound', { STORE_URL: store }, { STORE_URL: 'sqljs:.data/' })

  assert.equal(settings.STORE_URL, 'sqljs:.data/')
  assert.throws(
    () => config('bound', { STORE_URL: store }, {}),
    refusal('STORE_URL: is required (or bound: "uri" of the service "shop-store")'),
  )
})

test('VCAP_SERVICES that is not JSON is one fault, and not shown', () => {
  const schema = { A: bound('mail', 'host'), B: bound('mail', 'port') }

  assert.throws(
    () => config('bound', schema, { VCAP_SERVICES: '{"password":"hunter2"' }),
    refusal('VCAP_SERVICES: must be JSON, as Cloud Foundry writes it'),
  )
  assert.throws(
    () => config('bound', schema, { VCAP_SERVICES: '[]' }),
    refusal('VCAP_SERVICES: must be an object of lists of services, as Cloud Foundry writes it'),
  )
})

test('a key is never found on the prototype of the credentials', () => {
  for (const key of ['toString', '__proto__.toString']) {
    assert.throws(() => config('bound', { A: bound('mail', key) }, onCloudFoundry), ConfigError, key)
  }
})
