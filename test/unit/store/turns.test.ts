import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurns } from '../../../lib/store/turns.ts'

test('work on one key goes one after the other, in the order in which it came, also after a failure', async () => {
  const turns = createTurns()
  const seen: string[] = []
  const work =
    (name: string, fails = false) =>
    async () => {
      seen.push(`${name} begins`)
      await new Promise(setImmediate)
      seen.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    }

  const results = await Promise.allSettled([
    turns.take('a', work('first')),
    turns.take('a', work('second', true)),
    turns.take('a', work('third')),
  ])

  assert.deepEqual(seen, ['first begins', 'first ends', 'second begins', 'second ends', 'third begins', 'third ends'])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
})

test('work on another key does not wait', async () => {
  const turns = createTurns()
  let finish = (): void => undefined
  const first = turns.take('a', () => new Promise<void>((resolve) => (finish = resolve)))

  assert.equal(await turns.take('b', async () => 'done'), 'done')

  finish()
  await first
})

test('work that hangs holds each who waits up for a while, and lets them begin one after the other', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const turns = createTurns()
  const begun: string[] = []
  for (const name of ['first', 'second', 'third']) {
    void turns.take('a', () => {
      begun.push(name)
      return new Promise(() => undefined)
    })
  }
  const passes = async (ms: number): Promise<string[]> => {
    await new Promise(setImmediate)
    context.mock.timers.tick(ms)
    await new Promise(setImmediate)
    return [...begun]
  }

  assert.deepEqual(await passes(499), ['first'])
  assert.deepEqual(await passes(1), ['first', 'second'])
  assert.deepEqual(await passes(499), ['first', 'second'])
  assert.deepEqual(await passes(1), ['first', 'second', 'third'])
})
