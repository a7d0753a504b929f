import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bounds, createDurations, recordDuration } from '../../../../lib/observe/metrics/durations.ts'

test('a duration falls into the bucket whose upper bound it does not exceed', () => {
  const durations = createDurations()
  for (const ms of [0, 1, 1.001, 30_000, 30_001]) recordDuration(durations, ms)

  assert.equal(durations.buckets[0], 2)
  assert.equal(durations.buckets[1], 1)
  assert.equal(durations.buckets[bounds.length - 1], 1)
  assert.equal(durations.buckets[bounds.length], 1)
  assert.equal(durations.count, 5)
  assert.ok(Math.abs(durations.sum - 60.003001) < 1e-9)
})
