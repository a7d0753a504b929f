import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'

process.env.ENV = 'test'
process.env.LOG_LEVEL = 'silent'
const { watchOverload } = await import('../../../lib/hosts/overload.ts')
const { logger } = await import('../../../lib/observe/log.ts')

const limitMs = 200
/** How often the loop is looked at with this limit. */
const everyMs = 50

/** An event loop whose turns take as long as a test says. */
function startLoop(context: TestContext) {
  context.mock.timers.enable({ apis: ['setInterval'] })
  let time = 0
  const overload = watchOverload(limitMs, () => time)
  context.after(overload.stop)
  const work = (ms: number): void => {
    time += ms
  }
  return {
    overload,
    /** Within a turn. */
    work,
    /** A turn that is over. */
    turn: (ms: number): void => {
      work(ms)
      context.mock.timers.tick(everyMs)
    },
    /** What a host does with a request. */
    request: (): boolean => {
      const tooMuch = overload.isTooMuch()
      if (tooMuch) overload.countRefusal()
      return tooMuch
    },
  }
}

test('a loop in time refuses nothing', (context) => {
  const { turn, request } = startLoop(context)

  for (let count = 0; count < 100; count++) turn(limitMs)

  assert.equal(request(), false)
})

test('one long turn is no overload: whatever blocked the loop is over', (context) => {
  const { turn, work, request } = startLoop(context)

  turn(10_000)
  work(limitMs * 2)

  assert.equal(request(), false)
})

test('late turns for less than a second are no overload', (context) => {
  const { turn, work, request } = startLoop(context)

  for (let count = 0; count < 3; count++) turn(300)
  work(300)

  assert.equal(request(), false)
})

test('with turns late for a second, what comes in the first part of a turn is taken and what comes after it refused', (context) => {
  const { turn, work, request } = startLoop(context)
  for (let count = 0; count < 5; count++) turn(300)

  const inTime = request()
  work(limitMs)
  const stillInTime = request()
  work(everyMs + 1)
  const late = request()

  assert.deepEqual([inTime, stillInTime, late], [false, false, true])
})

test('it is over once nothing was refused for two seconds, and then a single long turn is taken again', (context) => {
  const { turn, work, request } = startLoop(context)
  for (let count = 0; count < 5; count++) turn(300)
  work(300)
  assert.equal(request(), true)

  for (let count = 0; count < 39; count++) turn(everyMs)
  work(300)
  const before = request()
  for (let count = 0; count < 42; count++) turn(everyMs)
  work(300)
  const after = request()

  assert.deepEqual([before, after], [true, false])
})

test('the log tells of an overload when it begins, every ten seconds with how many were refused, and when it is over', (context) => {
  const { mock } = context.mock.method(logger(), 'warn', () => undefined)
  const { turn, work, request } = startLoop(context)

  for (let count = 0; count < 5; count++) turn(300)
  for (let second = 0; second < 25; second++) {
    work(300)
    for (let count = 0; count < 10; count++) request()
    turn(700)
  }
  for (let count = 0; count < 50; count++) turn(everyMs)

  assert.deepEqual(
    mock.calls.map(({ arguments: [fields, msg] }) => [msg, (fields as { refused?: number }).refused]),
    [
      ['overloaded: requests are refused', undefined],
      ['still overloaded', 100],
      ['still overloaded', 110],
      ['no longer overloaded', 250],
    ],
  )
})

test('a limit of 0 watches nothing', (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] })
  let time = 0
  const { isTooMuch } = watchOverload(0, () => time)

  time += 60_000
  context.mock.timers.tick(60_000)

  assert.equal(isTooMuch(), false)
})
