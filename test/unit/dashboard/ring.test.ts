import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRing } from '../../../lib/dashboard/ring.ts'

test('the oldest go first when there are too many', () => {
  const ring = createRing<number>({ most: 3, mostBytes: 1_000 })

  for (let item = 1; item <= 20; item++) ring.add(item, 1)

  assert.deepEqual(ring.items(), [18, 19, 20])
})

test('the oldest go first when they take too much', () => {
  const ring = createRing<string>({ most: 100, mostBytes: 10 })

  ring.add('a', 4)
  ring.add('b', 4)
  ring.add('c', 4)

  assert.deepEqual(ring.items(), ['b', 'c'])
})

test('one that takes too much by itself stays until the next comes', () => {
  const ring = createRing<string>({ most: 100, mostBytes: 10 })

  ring.add('a', 4)
  ring.add('huge', 99)
  const alone = ring.items()
  ring.add('b', 4)

  assert.deepEqual(alone, ['huge'])
  assert.deepEqual(ring.items(), ['b'])
})
