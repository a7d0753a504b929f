import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTokenCache } from '../../../lib/auth/token-cache.ts'

const later = Math.floor(Date.now() / 1000) + 3600

test('a token that nobody has put in is not known', () => {
  const cache = createTokenCache<string>(2)

  assert.equal(cache.get('token'), undefined)
})

test('the one that was not used for longest makes room for a new one', () => {
  const cache = createTokenCache<string>(2)
  cache.set('a', 'Ada', later)
  cache.set('b', 'Bob', later)
  cache.get('a')

  cache.set('c', 'Cy', later)

  assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('c'), cache.size], ['Ada', undefined, 'Cy', 2])
})

test('a token that is put in again does not count twice', () => {
  const cache = createTokenCache<string>(2)
  cache.set('a', 'Ada', later)
  cache.set('b', 'Bob', later)

  cache.set('b', 'Bea', later)

  assert.deepEqual([cache.get('a'), cache.get('b')], ['Ada', 'Bea'])
})

test('a token that has ended is forgotten', (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: 1_000_000 })
  const cache = createTokenCache<string>(2)
  cache.set('a', 'Ada', 1_001)

  context.mock.timers.tick(999)
  assert.equal(cache.get('a'), 'Ada')
  context.mock.timers.tick(1)

  assert.deepEqual([cache.get('a'), cache.size], [undefined, 0])
})

test('after clearing, nothing is known', () => {
  const cache = createTokenCache<string>(2)
  cache.set('a', 'Ada', later)

  cache.clear()

  assert.equal(cache.get('a'), undefined)
})

test('where all were used, one of them makes room all the same', () => {
  const cache = createTokenCache<string>(3)
  for (const token of ['a', 'b', 'c']) {
    cache.set(token, token, later)
    cache.get(token)
  }

  cache.set('d', 'd', later)

  assert.deepEqual([cache.get('d'), cache.size], ['d', 3])
})
