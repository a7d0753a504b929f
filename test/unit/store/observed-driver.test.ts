import assert from 'node:assert/strict'
import { test } from 'node:test'
import { followTraces, runWithin } from '../../../lib/observe/current-trace.ts'
import { startTrace } from '../../../lib/observe/trace-context.ts'
import { observed, onStoreAccess, type StoreAccess } from '../../../lib/store/observed-driver.ts'
import { openStore } from '../../../lib/store/open-store.ts'

const note = { key: 'a', version: 1, body: '{"key":"a"}', places: {} }

test('whoever listens hears of every access to the store, what came of it and whose it was, until it stops', async () => {
  const driver = observed(await openStore('sqljs::memory:'))
  await driver.open({ name: 'notes', indexes: [], placesOf: () => ({}) })
  const heard: StoreAccess[] = []
  const stop = onStoreAccess((access) => heard.push(access))
  followTraces()
  const trace = startTrace()

  await runWithin(trace, () => driver.insert('notes', note, 0))
  await driver.insert('notes', note, 0)
  await driver.get('notes', 'a')
  await assert.rejects(driver.get('unknown', 'a'), TypeError)
  stop()
  await driver.get('notes', 'a')

  assert.deepEqual(
    heard.map(({ collection, action, outcome, trace }) => [collection, action, outcome, trace?.traceId]),
    [
      ['notes', 'insert', 'ok', trace.traceId],
      ['notes', 'insert', 'conflict', undefined],
      ['notes', 'get', 'ok', undefined],
      ['unknown', 'get', 'failed', undefined],
    ],
  )
  assert.ok(heard.every(({ durationMs }) => durationMs > 0 && durationMs < 60_000))
  assert.ok(heard[3]?.error instanceof TypeError)
})
