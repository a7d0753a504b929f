import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOnly } from '../../../lib/store/read-only-driver.ts'
import { openSqljs } from '../../../lib/store/sqljs/driver.ts'

test('a read-only store is read, and refuses to be written', async () => {
  const driver = await openSqljs(undefined)
  const item = { key: 'a', version: 1, body: '{"id":"a"}', places: {} }
  await driver.open({ name: 'items', indexes: [], placesOf: () => ({}) })
  await driver.insert('items', item, 0)

  const guarded = readOnly(driver)

  assert.equal((await guarded.get('items', 'a'))?.body, '{"id":"a"}')
  await assert.rejects(guarded.insert('items', { ...item, key: 'b' }, 0), { code: 'forbidden' })
  await assert.rejects(guarded.replace('items', { ...item, version: 2 }, 1, 0), { code: 'forbidden' })
  await assert.rejects(guarded.remove('items', 'a', 1, 0), { code: 'forbidden' })
  assert.equal((await driver.get('items', 'a'))?.version, 1)
  await driver.close()
})
