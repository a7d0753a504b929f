import assert from 'node:assert/strict'
import { test } from 'node:test'

// The failures of these tests are meant.
process.env.LOG_LEVEL = 'silent'
const { startRecovery } = await import('../../../lib/hosts/recovery.ts')

/** A pass that is under way until it is told to end. */
function heldPass(service = 'shop') {
  let calls = 0
  let end = (): void => undefined
  let fail = (): void => undefined
  const recover = (): Promise<number> => {
    calls++
    return new Promise((resolve, reject) => {
      end = () => resolve(0)
      fail = () => reject(new Error('the store has gone'))
    })
  }
  return { pass: { service, recover }, calls: () => calls, end: () => end(), fail: () => fail() }
}

/** Lets everything happen that waits for no timer. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a pass runs at once, and again when the interval has passed since its end', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const { pass, calls, end } = heldPass()
  const recovery = startRecovery(() => [pass], 1_000)
  assert.equal(calls(), 1)

  end()
  await settle()
  context.mock.timers.tick(799)
  assert.equal(calls(), 1)
  context.mock.timers.tick(201)

  assert.equal(calls(), 2)
  end()
  await recovery.stop()
})

test('a pass that takes longer than the interval is not begun a second time', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const { pass, calls, end } = heldPass()
  const recovery = startRecovery(() => [pass], 1_000)

  context.mock.timers.tick(10_000)
  await settle()

  assert.equal(calls(), 1)
  end()
  await recovery.stop()
})

test('a pass that fails keeps neither the next service nor its own next pass', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const shop = heldPass()
  const till = heldPass('till')
  const recovery = startRecovery(() => [shop.pass, till.pass], 1_000)

  shop.fail()
  await settle()
  assert.equal(till.calls(), 1)
  till.end()
  await settle()
  context.mock.timers.tick(1_000)

  assert.equal(shop.calls(), 2)
  shop.end()
  await recovery.stop()
})

test('a stop waits for the pass under way and begins no other', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const shop = heldPass()
  const till = heldPass('till')
  const recovery = startRecovery(() => [shop.pass, till.pass], 1_000)
  let stopped = false
  const stopping = recovery.stop().then(() => {
    stopped = true
  })
  await settle()
  assert.equal(stopped, false)

  shop.end()
  await stopping
  context.mock.timers.tick(10_000)
  await settle()

  assert.deepEqual([shop.calls(), till.calls()], [1, 0])
})

test('a stop between two passes lets no other begin', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const { pass, calls, end } = heldPass()
  const recovery = startRecovery(() => [pass], 1_000)
  end()
  await settle()

  await recovery.stop()
  context.mock.timers.tick(10_000)

  assert.equal(calls(), 1)
})

test('what a reload brings is run from the next turn on', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const [before, after] = [heldPass(), heldPass()]
  let current = before
  const recovery = startRecovery(() => [current.pass], 1_000)
  before.end()
  await settle()

  current = after
  context.mock.timers.tick(1_000)

  assert.deepEqual([before.calls(), after.calls()], [1, 1])
  after.end()
  await recovery.stop()
})

test('an interval of 0 runs nothing', async () => {
  const { pass, calls } = heldPass()

  await startRecovery(() => [pass], 0).stop()

  assert.equal(calls(), 0)
})
