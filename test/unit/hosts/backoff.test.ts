import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBackoff } from '../../../lib/hosts/cluster/backoff.ts'

const options = { firstMs: 100, mostMs: 1_000, wellAfterMs: 30_000 }

test('who keeps ending waits twice as long each time, up to a limit', () => {
  const waitAfter = createBackoff(options)

  const waits = Array.from({ length: 6 }, () => waitAfter(29_999))

  assert.deepEqual(waits, [100, 200, 400, 800, 1_000, 1_000])
})

test('who was well for a while starts with the first wait again', () => {
  const waitAfter = createBackoff(options)

  const waits = [0, 0, 30_000, 0].map(waitAfter)

  assert.deepEqual(waits, [100, 200, 100, 200])
})
