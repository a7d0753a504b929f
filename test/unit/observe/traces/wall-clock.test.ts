import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toWallClock } from '../../../../lib/observe/traces/wall-clock.ts'

test('a moment is told as the time of day, and moments stay in their order', () => {
  const moments = Array.from({ length: 1_000 }, () => performance.now())

  const told = moments.map(toWallClock)

  assert.ok(Math.abs((told[0] ?? 0) - Date.now()) < 1_000)
  assert.deepEqual(
    told,
    told.toSorted((a, b) => a - b),
  )
})

test('a clock that was set is followed, and one that only trembles is not', (context) => {
  const { now } = Date
  const moment = performance.now()
  const before = toWallClock(moment)
  const clock = context.mock.method(Date, 'now', () => now() + 5)
  assert.equal(toWallClock(moment), before)

  clock.mock.mockImplementation(() => now() + 3_600_000)

  assert.ok(toWallClock(moment) - before > 3_500_000)
})
