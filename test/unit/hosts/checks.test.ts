import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApplicationModule } from '../../../lib/hosts/application.ts'

process.env.ENV = 'test'
process.env.LOG_LEVEL = 'silent'
process.env.STORE_URL = 'sqljs::memory:'
process.env.CATALOG_URL = 'http://127.0.0.1:9'
const { loadApplication } = await import('../../../lib/hosts/application.ts')
const app = (await import('../../../generated/app.js' as string)) as ApplicationModule

const checksOf = async (services: string): Promise<string[]> => {
  process.env.SERVICES = services
  return (await loadApplication(app, { probes: true })).checks.map(({ name }) => name)
}

test('a process is ready by its own store: that of another service, or its breaker, makes it no less ready', async () => {
  // orders calls the catalog, which is nowhere here.
  assert.deepEqual(await checksOf('orders'), ['store'])
})

test('a process whose services keep no data has nothing to check', async () => {
  assert.deepEqual(await checksOf('hello,addition,time'), [])
})
