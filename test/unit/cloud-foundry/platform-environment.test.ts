import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Application } from '../../../lib/cloud-foundry/manifest.ts'
import { withDefaults } from '../../../lib/cloud-foundry/platform-defaults.ts'
import { type Instances, platformEnvironment } from '../../../lib/cloud-foundry/platform-environment.ts'

const environmentOf = (application: Partial<Application>, instances: Instances = {}): Record<string, string> =>
  platformEnvironment(withDefaults({ name: 'shop', ...application }), instances, {
    folder: '/home/vcap/app',
    port: 8080,
  })

test('memory is told in megabytes, whatever unit the manifest has', () => {
  const environment = environmentOf({ memory: '1.5G', disk_quota: '512MB' })

  const { limits } = JSON.parse(environment.VCAP_APPLICATION ?? '{}') as { limits: object }
  assert.deepEqual(limits, { mem: 1536, disk: 512, fds: 16_384 })
  assert.equal(environment.MEMORY_LIMIT, '1536m')
})

test('an instance that is bound by another name has both', () => {
  const shop = { name: 'shop-tables', binding_name: 'store' }
  const environment = environmentOf({ services: [shop, 'mail'] }, { store: { url: 'sqljs::memory:' }, mail: {} })

  const bound = (JSON.parse(environment.VCAP_SERVICES ?? '{}') as Record<string, Record<string, unknown>[]>)[
    'user-provided'
  ]
  assert.deepEqual(
    bound?.map(({ name, instance_name, binding_name }) => [name, instance_name, binding_name]),
    [
      ['store', 'shop-tables', 'store'],
      ['mail', 'mail', null],
    ],
  )
  assert.deepEqual(bound?.[0]?.credentials, { url: 'sqljs::memory:' })
})

test('what a manifest leaves out is as on the platform: no instances, no paths, a gigabyte', () => {
  const environment = environmentOf({})

  const { limits, uris } = JSON.parse(environment.VCAP_APPLICATION ?? '{}') as {
    limits: { mem: number }
    uris: string[]
  }
  assert.deepEqual([environment.VCAP_SERVICES, uris, limits.mem], ['{}', [], 1024])
})
