import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from '../../../lib/config/config-error.ts'
import { type ApplicationModule, loadApplication } from '../../../lib/hosts/application.ts'

Object.assign(process.env, { ENV: 'production', RATE_LIMITS: 'store' })
delete process.env.STORE_URL

/** An application of one service without operations. */
const applicationOf = (limitsRates: boolean): ApplicationModule => ({
  release: { version: '1.0.0', commit: 'none' },
  services: [
    {
      name: 'shop',
      limitsRates,
      load: async () => ({ name: 'shop', endpoints: [], loadContract: async () => '{}' }),
    },
  ],
})

test('C10 a service whose requests are counted in the store does not start without one', async () => {
  await assert.rejects(loadApplication(applicationOf(true)), (error) => {
    assert.ok(error instanceof ConfigError)
    assert.match(error.message, /^STORE_URL: is required/m)
    return true
  })
})

test('a service without a rate limit needs no store for it', async () => {
  const { services } = await loadApplication(applicationOf(false))

  assert.deepEqual(services, ['shop'])
})
