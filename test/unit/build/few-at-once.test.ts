import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fewAtOnce } from '../../../lib/build/few-at-once.ts'

test('no more are under way than may be, and the results keep their order', async () => {
  const steps = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
  const begun: number[] = []
  const all = fewAtOnce([0, 1, 2, 3, 4], 2, async (item) => {
    begun.push(item)
    await steps[item]?.promise
    return item * 10
  })

  assert.deepEqual(begun, [0, 1])
  steps[1]?.resolve()
  await new Promise(setImmediate)
  assert.deepEqual(begun, [0, 1, 2])
  for (const step of steps) step.resolve()

  assert.deepEqual(await all, [0, 10, 20, 30, 40])
})

test('what fails fails the whole, and there may be nothing to do', async () => {
  await assert.rejects(
    fewAtOnce(['a'], 2, () => Promise.reject(new Error('no'))),
    /no/,
  )
  assert.deepEqual(await fewAtOnce([], 2, async (item) => item), [])
})
