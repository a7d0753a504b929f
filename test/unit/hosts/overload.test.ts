import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'

process.env.ENV = 'test'
process.env.LOG_LEVEL = 'silent'
const { watchOverload } = await import('../../../lib/hosts/overload.ts')
const { logger } = await import('../../../lib/observe/log.ts')

const limitMs = 200
/** How often the loop is looked at with this limit. */
const everyMs = 50
/** More than enough requests for one of them to look at the clock. */
const many = 100

/** An event loop whose turns take as long as a test says. */
function startLoop(context: TestContext) {
  context.mock.timers.enable({ apis: ['setInterval'] })
  let time = 0
  const overload = watchOverload(limitMs, () => time)
  context.after(overload.stop)
  return {
    overload,
    /** Within a turn. */
    work: (ms: number): void => {
      time += ms
    },
    /** A turn that is over. */
    turn: (ms: number): void => {
      time += ms
      context.mock.timers.tick(everyMs)
    },
    /** Requests that come within a turn. @returns whether any is to wait */
    requests: (): boolean => Array.from({ length: many }, () => overload.isOverloaded()).includes(true),
  }
}

test('a loop in time is not overloaded', (context) => {
  const { turn, requests } = startLoop(context)

  for (let count = 0; count < 100; count++) turn(limitMs)

  assert.equal(requests(), false)
})

test('one long turn is no overload: whatever blocked the loop is over', (context) => {
  const { turn, work, requests } = startLoop(context)

  work(10_000)
  const behindIt = requests()
  turn(0)

  assert.deepEqual([behindIt, requests()], [false, false])
})

test('late turns for less than a second are no overload', (context) => {
  const { turn, requests } = startLoop(context)

  for (let count = 0; count < 3; count++) turn(300)

  assert.equal(requests(), false)
})

test('turns late for a second are an overload', (context) => {
  const { turn, overload } = startLoop(context)

  for (let count = 0; count < 5; count++) turn(300)

  assert.equal(overload.isOverloaded(), true)
})

test('a turn that has no end, since requests come for more than a second within it, is an overload', (context) => {
  const { work, requests } = startLoop(context)

  work(300)
  const first = requests()
  work(900)
  const stillNot = requests()
  work(200)

  assert.deepEqual([first, stillNot, requests()], [false, false, true])
})

test('short turns in which requests wait for too long are an overload, after a second of it', (context) => {
  const { turn, overload } = startLoop(context)
  const seen: boolean[] = []

  for (let count = 0; count < 30; count++) {
    turn(everyMs)
    overload.noticeWait(count === 5 ? limitMs : limitMs + 1)
    if ([4, 25, 29].includes(count)) seen.push(overload.isOverloaded())
  }

  assert.deepEqual(seen, [false, false, true])
})

test('it is over once nothing was refused for two seconds', (context) => {
  const { turn, overload } = startLoop(context)
  for (let count = 0; count < 5; count++) turn(300)
  overload.countRefusal()

  for (let count = 0; count < 39; count++) turn(everyMs)
  const before = overload.isOverloaded()
  for (let count = 0; count < 3; count++) turn(everyMs)

  assert.deepEqual([before, overload.isOverloaded()], [true, false])
})

test('the log tells of an overload with the first refusal, every ten seconds with how many were refused, and when it is over', (context) => {
  const { mock } = context.mock.method(logger(), 'warn', () => undefined)
  const { turn, overload } = startLoop(context)

  for (let count = 0; count < 5; count++) turn(300)
  for (let second = 0; second < 25; second++) {
    for (let count = 0; count < 10; count++) overload.countRefusal()
    turn(1_000)
  }
  for (let count = 0; count < 50; count++) turn(everyMs)

  assert.deepEqual(
    mock.calls.map(({ arguments: [fields, msg] }) => [msg, (fields as { refused?: number }).refused]),
    [
      ['overloaded: requests are refused', undefined],
      ['still overloaded', 110],
      ['still overloaded', 110],
      ['no longer overloaded', 250],
    ],
  )
})

test('an overload in which nobody had to be refused is none for the log', (context) => {
  const { mock } = context.mock.method(logger(), 'warn', () => undefined)
  const { turn, overload } = startLoop(context)

  for (let count = 0; count < 5; count++) turn(300)
  const wasOverloaded = overload.isOverloaded()
  for (let count = 0; count < 50; count++) turn(everyMs)

  assert.deepEqual([wasOverloaded, overload.isOverloaded(), mock.callCount()], [true, false, 0])
})

test('a limit of 0 watches nothing', (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] })
  let time = 0
  const { isOverloaded } = watchOverload(0, () => time)

  time += 60_000
  context.mock.timers.tick(60_000)

  assert.deepEqual(
    Array.from({ length: many }, () => isOverloaded()),
    Array.from({ length: many }, () => false),
  )
})
