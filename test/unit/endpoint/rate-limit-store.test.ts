import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compose } from '../../../lib/endpoint/compose.ts'
import type { RateLimit } from '../../../lib/endpoint/operation.ts'
import { problems } from '../../../lib/endpoint/problems.ts'
import { rateLimit } from '../../../lib/endpoint/rate-limit.ts'
import { type Limiter, openLimiter } from '../../../lib/endpoint/rate-limiter.ts'
import { logger } from '../../../lib/observe/log.ts'
import { problem } from '../../../lib/problem/problem.ts'
import { processStore } from '../../../lib/store/store.ts'
import { eventOf } from '../../fakes/event.ts'

process.env.ENV = 'test'
process.env.STORE_URL ??= 'sqljs::memory:'

const perHour: RateLimit = { rate: 3, seconds: 3600, burst: 2, per: 'client' }

async function consume(limiter: Limiter, key: string, times: number): Promise<boolean[]> {
  const allowed: boolean[] = []
  for (let time = 0; time < times; time++) allowed.push((await limiter(key)).allowed)
  return allowed
}

test('C10 limiters of one operation in several places share the counts, burst and all', async () => {
  const here = await openLimiter('shop.shared', perHour, 'store')
  const there = await openLimiter('shop.shared', perHour, 'store')

  const allowed = [
    ...(await consume(here, 'a', 2)),
    ...(await consume(there, 'a', 2)),
    ...(await consume(here, 'a', 2)),
  ]

  assert.deepEqual(allowed, [true, true, true, true, true, false])
  assert.deepEqual(await consume(there, 'b', 1), [true])
})

test('C10 of many requests at once exactly as many get through as may', async () => {
  const limiters = await Promise.all([1, 2].map(() => openLimiter('shop.at-once', { ...perHour, burst: 0 }, 'store')))

  const counted = await Promise.all(Array.from({ length: 20 }, (_, at) => limiters[at % 2]?.('a')))

  assert.equal(counted.filter((one) => one?.allowed).length, 3)
})

test('operations are counted apart', async () => {
  const one = await openLimiter('shop.one', { ...perHour, rate: 1, burst: 0 }, 'store')
  const other = await openLimiter('shop.other', { ...perHour, rate: 1, burst: 0 }, 'store')

  assert.deepEqual([...(await consume(one, 'a', 2)), ...(await consume(other, 'a', 1))], [true, false, true])
})

test('a window in the store ends, and another begins', async (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  const limiter = await openLimiter('shop.window', { rate: 2, seconds: 1, burst: 0, per: 'client' }, 'store')

  const first = await consume(limiter, 'a', 3)
  context.mock.timers.tick(999)
  const before = await consume(limiter, 'a', 1)
  context.mock.timers.tick(1)
  const second = await consume(limiter, 'a', 3)

  assert.deepEqual([first, before, second], [[true, true, false], [false], [true, true, false]])
})

test('a client that was refused costs the store nothing until its window ends', async (context) => {
  const limiter = await openLimiter('shop.refused', { ...perHour, burst: 0 }, 'store')
  await consume(limiter, 'a', 4)
  const driver = await processStore()
  const reads = context.mock.method(driver, 'get')
  const writes = context.mock.method(driver, 'replace')

  const { allowed, remaining, resetMs } = await limiter('a')

  assert.equal(allowed, false)
  assert.equal(remaining, 0)
  assert.ok(resetMs > 3_500_000 && resetMs <= 3_600_000, String(resetMs))
  assert.equal(reads.mock.callCount() + writes.mock.callCount(), 0)
})

test('requests that the store cannot count go through, and the log says so once in a while', async (context) => {
  const { count, tell } = rateLimit({
    operation: { service: 'shop', id: 'broken' },
    limit: { ...perHour, rate: 1, burst: 0 },
    counting: 'store',
    proxies: 0,
  })
  const handler = compose([tell, problems({ base: '' }), count], () => ({ statusCode: 200, headers: {} }))
  const driver = await processStore()
  context.mock.method(driver, 'get', () => Promise.reject(problem('service-unavailable', 'gone')))
  const error = context.mock.method(logger(), 'error', () => {})

  const answers = [await handler(eventOf(), {}), await handler(eventOf(), {}), await handler(eventOf(), {})]

  assert.deepEqual(
    answers.map(({ statusCode, headers }) => [statusCode, headers.ratelimit]),
    [
      [200, undefined],
      [200, undefined],
      [200, undefined],
    ],
  )
  assert.equal(error.mock.callCount(), 1)
  assert.equal(error.mock.calls[0]?.arguments[1], 'Requests of broken are not counted')
})
