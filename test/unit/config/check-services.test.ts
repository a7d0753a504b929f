import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkServices } from '../../../lib/config/check-services.ts'
import { config } from '../../../lib/config/config.ts'
import { ConfigError } from '../../../lib/config/config-error.ts'
import { selectServices } from '../../../lib/config/select-services.ts'
import { integer, text } from '../../../lib/config/variable-types.ts'

const catalog = {
  service: 'catalog',
  load: async () => config('catalog', { CATALOG_LIMIT: integer() }, { CATALOG_LIMIT: 'ten' }),
}
const orders = { service: 'orders', load: async () => config('orders', { PAYMENT_KEY: text({ secret: true }) }, {}) }
const hello = {
  service: 'hello',
  load: async () => config('hello', { HELLO_GREETING: text({ default: 'Hello' }) }, {}),
}

test('E01 the faults of all services and of the kit come in one error, within half a second', async () => {
  const start = performance.now()

  const check = checkServices([catalog, hello, orders], { PORT: 'x' })

  await assert.rejects(check, (error) => {
    assert.ok(error instanceof ConfigError)
    assert.equal(error.exitCode, 78)
    assert.deepEqual(error.message.split('\n'), [
      'CATALOG_LIMIT: must be a whole number, is "ten"',
      'PAYMENT_KEY: is required',
      'PORT: must be a port number from 0 to 65535, is "x"',
    ])
    return true
  })
  assert.ok(performance.now() - start < 500)
})

test('services that have all they need pass', async () => {
  await checkServices([hello], {})
})

test('a config that breaks for another reason throws its own error', async () => {
  const broken = { service: 'broken', load: () => Promise.reject(new SyntaxError('no')) }
  const atOnce = {
    service: 'at-once',
    load: () => {
      throw new SyntaxError('no')
    },
  }

  await assert.rejects(checkServices([hello, broken], {}), SyntaxError)
  await assert.rejects(checkServices([atOnce], {}), SyntaxError)
  await assert.rejects(checkServices([broken, orders], {}), ConfigError)
})

test('SERVICES picks services, in the order of the project', () => {
  assert.deepEqual(selectServices(['a', 'b', 'c'], ['c', 'a']), ['a', 'c'])
  assert.deepEqual(selectServices(['a', 'b'], undefined), ['a', 'b'])
})

test('SERVICES that names what is no service is refused, with the names that there are', () => {
  assert.throws(
    () => selectServices(['a', 'b'], ['b', 'x', 'y']),
    (error) =>
      error instanceof ConfigError &&
      error.message ===
        'SERVICES: there is no service "x"; there are a, b\nSERVICES: there is no service "y"; there are a, b',
  )
})
