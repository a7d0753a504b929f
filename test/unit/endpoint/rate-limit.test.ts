import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Caller } from '../../../lib/auth/caller.ts'
import { compose } from '../../../lib/endpoint/compose.ts'
import type { EndpointEvent, EndpointResult } from '../../../lib/endpoint/exchange.ts'
import type { RateLimit } from '../../../lib/endpoint/operation.ts'
import { problems } from '../../../lib/endpoint/problems.ts'
import { type RateLimitOptions, rateLimit } from '../../../lib/endpoint/rate-limit.ts'
import { mostKeys, openMemory } from '../../../lib/endpoint/rate-limiters.ts'
import { requestContext } from '../../../lib/endpoint/request-context.ts'
import { eventOf } from '../../fakes/event.ts'

const operation = { service: 'shop', id: 'listItems' }
const perClient: RateLimit = { rate: 200, seconds: 1, burst: 100, per: 'client' }

type Call = (event?: EndpointEvent) => Promise<EndpointResult>

/** A stack with a limit around a handler that answers 200. */
function limited(limit: RateLimit, options: Partial<RateLimitOptions> = {}, caller?: (event: EndpointEvent) => Caller) {
  const { tell, count } = rateLimit({ operation, limit, counting: 'memory', proxies: 0, ...options })
  const know = {
    before: ({ event }: { event: EndpointEvent }) => {
      if (event.input !== undefined && caller !== undefined) event.input.caller = caller(event)
    },
  }
  const context = requestContext({ service: 'shop', operation: 'listItems' })
  const handler = compose([tell, context, problems({ base: '' }), know, count], () => ({
    statusCode: 200,
    headers: {},
  }))
  return (event = eventOf()): Promise<EndpointResult> => Promise.resolve(handler(event, {}))
}

async function statuses(call: Call, times: number, event = eventOf): Promise<number[]> {
  const found: number[] = []
  for (let time = 0; time < times; time++) found.push((await call(event())).statusCode)
  return found
}

const from = (sourceIp: string, headers: Record<string, string> = {}): EndpointEvent => {
  const event = eventOf({ headers })
  event.requestContext.http.sourceIp = sourceIp
  return event
}

const useClock = (context: TestContext) => {
  context.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: 1_795_176_000_000 })
  return context.mock.timers
}

const count = (list: readonly number[], status: number): number => list.filter((one) => one === status).length

test('C10 the 301st request within a second at 200/s and burst 100 is 429, and other clients are unaffected', async (context) => {
  useClock(context)
  const call = limited(perClient)

  const first = await statuses(call, 300)
  const { statusCode, headers, body = '' } = await call()
  const other = await call(from('192.0.2.99'))

  assert.equal(count(first, 200), 300)
  assert.equal(statusCode, 429)
  assert.equal(headers['retry-after'], '1')
  assert.equal(headers['ratelimit-policy'], '"default";q=200;w=1')
  assert.equal(headers.ratelimit, '"default";r=0;t=1')
  assert.equal(JSON.parse(body).type, '/docs/problems/too-many-requests')
  assert.equal(JSON.parse(body).detail, 'The limit is 200 requests per second. Try again in 1 s.')
  assert.equal(other.statusCode, 200)
  assert.equal(other.headers.ratelimit, '"default";r=199;t=1')
})

test('C10 the burst is there once: after it the rate is the rate, until a minute has gone by', async (context) => {
  const clock = useClock(context)
  const call = limited(perClient)
  const allowed: number[] = []

  for (let second = 0; second < 60; second++) {
    allowed.push(count(await statuses(call, 301), 200))
    clock.tick(1000)
  }
  allowed.push(count(await statuses(call, 301), 200))

  assert.deepEqual(allowed, [300, ...Array(59).fill(200), 300])
})

test('a burst of a rate per minute is there again after ten minutes', async (context) => {
  const clock = useClock(context)
  const call = limited({ rate: 2, seconds: 60, burst: 1, per: 'client' })
  const allowed: number[] = []

  for (let minute = 0; minute <= 10; minute++) {
    allowed.push(count(await statuses(call, 4), 200))
    clock.tick(60_000)
  }

  assert.deepEqual(allowed, [3, ...Array(9).fill(2), 3])
})

test('Retry-After says when the window ends', async (context) => {
  const clock = useClock(context)
  const call = limited({ rate: 1, seconds: 3600, burst: 0, per: 'client' })
  await call()
  clock.tick(600_000)

  const { headers } = await call()

  assert.equal(headers['retry-after'], '3000')
  assert.equal(headers.ratelimit, '"default";r=0;t=3000')
})

test('C10 addresses of one IPv6 subscriber are one client', async () => {
  const call = limited({ rate: 1, seconds: 60, burst: 0, per: 'client' })

  const answers = [
    await call(from('2001:db8:1:2::1')),
    await call(from('2001:db8:1:2::2')),
    await call(from('2001:db8:1:3::1')),
  ]

  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [200, 429, 200],
  )
})

test('C10 behind a trusted proxy its clients are told apart, and nobody is by a header that the client made up', async () => {
  const limit: RateLimit = { rate: 1, seconds: 60, burst: 0, per: 'client' }
  const trusting = limited(limit, { proxies: ['10.0.0.0/8'] })
  const direct = limited(limit)
  const said = (forwarded: string) => from('10.0.0.1', { 'x-forwarded-for': forwarded })

  const behind = [
    await trusting(said('198.51.100.1')),
    await trusting(said('198.51.100.2')),
    await trusting(said('6.6.6.6, 198.51.100.1')),
  ]
  const forged = [await direct(said('198.51.100.1')), await direct(said('198.51.100.2'))]

  assert.deepEqual(
    behind.map(({ statusCode }) => statusCode),
    [200, 200, 429],
  )
  assert.deepEqual(
    forged.map(({ statusCode }) => statusCode),
    [200, 429],
  )
})

test('callers are counted by subject and client, wherever they call from', async () => {
  const known = ({ headers }: EndpointEvent): Caller => ({
    subject: headers['x-subject'] ?? '',
    clientId: headers['x-client'],
    scopes: new Set(),
    claims: {},
  })
  const call = limited({ rate: 1, seconds: 60, burst: 0, per: 'caller' }, {}, known)
  const as = (subject: string, client: string, address: string) =>
    call(from(address, { 'x-subject': subject, 'x-client': client }))

  const answers = [
    await as('anna', 'web', '192.0.2.1'),
    await as('anna', 'web', '192.0.2.2'),
    await as('ben', 'web', '192.0.2.1'),
    await as('anna', 'phone', '192.0.2.1'),
    await as('anna","web', '', '192.0.2.1'),
  ]

  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [200, 429, 200, 200, 200],
  )
})

test('a limit per caller counts an anonymous request by its address', async () => {
  const call = limited({ rate: 1, seconds: 60, burst: 0, per: 'caller' })

  assert.deepEqual(
    [await call(from('192.0.2.1')), await call(from('192.0.2.1')), await call(from('192.0.2.2'))].map(
      ({ statusCode }) => statusCode,
    ),
    [200, 429, 200],
  )
})

test('a limit per operation is shared by everybody', async () => {
  const call = limited({ rate: 1, seconds: 60, burst: 0, per: 'operation' })

  const answers = [await call(from('192.0.2.1')), await call(from('192.0.2.2'))]

  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [200, 429],
  )
})

test('a limiter in memory forgets the oldest of too many keys, and keeps counting the others', async () => {
  const limiter = openMemory({ points: 1, duration: 3600, keyPrefix: 'rate' })
  await limiter.consume('oldest')
  await limiter.consume('second')
  for (let key = 0; key < mostKeys - 1; key++) await limiter.consume(`key ${key}`)

  await assert.doesNotReject(limiter.consume('oldest'), 'it was forgotten')
  await assert.rejects(limiter.consume(`key ${mostKeys - 2}`), ({ consumedPoints }) => consumedPoints === 2)
})

test('timers of counts do not keep a process alive', async () => {
  const limiter = openMemory({ points: 1, duration: 3600, keyPrefix: 'rate' })
  const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

  await limiter.consume('key')

  assert.equal(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length, before)
})
