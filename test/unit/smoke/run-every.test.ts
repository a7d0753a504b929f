import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runEvery } from '../../../lib/smoke/run-every.ts'

test('runs never overlap, also where each takes longer than the interval, and end when they are called off', async () => {
  const stop = new AbortController()
  let running = 0
  let most = 0
  let runs = 0

  await runEvery(1, stop.signal, async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    running--
    if (++runs === 3) stop.abort()
  })

  assert.deepEqual([runs, most], [3, 1])
})

test('whoever calls off while nothing runs does not wait for the next run', async () => {
  const stop = new AbortController()
  let runs = 0

  const ended = runEvery(3_600_000, stop.signal, async () => {
    runs++
    setImmediate(() => stop.abort())
  })

  await ended
  assert.equal(runs, 1)
})
