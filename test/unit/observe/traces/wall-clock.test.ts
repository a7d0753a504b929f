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
  const day = 1_800_000_000_000
  // Neither clock goes on by itself: a machine under load would make them part.
  context.mock.method(performance, 'now', () => 1_000)
  const clock = context.mock.method(Date, 'now', () => day)
  const before = toWallClock(1_000)
  assert.equal(before, day)

  clock.mock.mockImplementation(() => day + 5)
  assert.equal(toWallClock(1_000), before)

  clock.mock.mockImplementation(() => day + 3_600_000)
  assert.equal(toWallClock(1_000), day + 3_600_000)
})
