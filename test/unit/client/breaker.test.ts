import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { jobContext } from 'twelvefold'
import { startUpstream } from '../../fakes/upstream.ts'
import { connect, isProblem } from './shop.ts'

const item = { path: { id: 'a' } }
const order = { body: { id: 'a' } }
const good = { status: 201, body: { id: 'a' } }

test('D04 five failures in a row open the breaker: it fails fast, probes after five seconds, and recovers', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 })
  const upstream = await startUpstream(t, [{ status: 500 }])
  const { shop, policies } = await connect(upstream.url)
  const call = () => shop.createItem(order, jobContext('test'))

  for (let count = 0; count < 5; count++) await assert.rejects(call, isProblem('bad-gateway'))
  assert.equal(policies.state().breaker, 'open')

  await assert.rejects(call, isProblem('service-unavailable', { headers: { 'retry-after': '5' } }))
  t.mock.timers.tick(3_001)
  await assert.rejects(call, isProblem('service-unavailable', { headers: { 'retry-after': '2' } }))
  assert.equal(upstream.requests.length, 5, 'nothing is sent while it is open')

  t.mock.timers.tick(2_000)
  await assert.rejects(call, isProblem('bad-gateway'))
  assert.equal(upstream.requests.length, 6, 'one probe')
  await assert.rejects(call, isProblem('service-unavailable'))

  upstream.script = [good]
  t.mock.timers.tick(5_001)
  assert.equal((await call()).status, 201)
  assert.equal(policies.state().breaker, 'closed')
  assert.equal((await call()).status, 201)
})

test('D04 while one call probes, others do not', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 })
  const upstream = await startUpstream(t, [{ status: 500 }])
  const { shop, policies } = await connect(upstream.url)
  const call = () => shop.createItem(order, jobContext('test'))
  for (let count = 0; count < 5; count++) await assert.rejects(call)
  let answer: () => void = () => undefined
  upstream.script = [
    (response) => (answer = () => response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"a"}')),
    good,
  ]
  t.mock.timers.tick(5_001)

  const calls = [call(), call(), call()]
  await upstream.received(6)

  assert.equal(policies.state().breaker, 'half-open')
  assert.equal(upstream.requests.length, 6)
  answer()
  await Promise.all(calls)
  assert.equal(upstream.requests.length, 8)
})

test('answers below 500 never open the breaker, and one ends a row of failures', async (t) => {
  const upstream = await startUpstream(t, [{ status: 409, body: { status: 409 } }])
  const { shop, policies } = await connect(upstream.url)
  const call = () => shop.createItem(order, jobContext('test'))

  for (let count = 0; count < 6; count++) await call()
  upstream.script = [{ status: 500 }]
  for (let count = 0; count < 4; count++) await assert.rejects(call)
  upstream.script = [{ status: 404 }]
  await assert.rejects(call, isProblem('bad-gateway'))
  upstream.script = [{ status: 500 }]
  for (let count = 0; count < 4; count++) await assert.rejects(call)

  assert.equal(policies.state().breaker, 'closed')
})

test('callers that hardly wait cannot open the breaker for everybody', async (t) => {
  const upstream = await startUpstream(t, ['hang'])
  const { shop, policies } = await connect(upstream.url)

  for (let count = 0; count < 6; count++)
    await assert.rejects(shop.getItem(item, jobContext('test', { timeoutMs: 20 })), isProblem('timeout'))

  assert.equal(policies.state().breaker, 'closed')
  while (policies.state().running > 0) await setImmediate()
})

test('attempts that had their time and hang open it', async (t) => {
  const upstream = await startUpstream(t, ['hang'])
  const { shop, policies } = await connect(upstream.url, { timeoutMs: 20 })

  for (let count = 0; count < 5; count++)
    await assert.rejects(shop.createItem(order, jobContext('test')), isProblem('timeout'))

  assert.equal(policies.state().breaker, 'open')
})

test('fifty calls run at once and a hundred wait; the next one is refused', async (t) => {
  const waiting: (() => void)[] = []
  const upstream = await startUpstream(t, [
    (response) =>
      void waiting.push(() => response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"a"}')),
  ])
  const { shop, policies } = await connect(upstream.url)

  const calls = Array.from({ length: 150 }, () => shop.createItem(order, jobContext('test')))
  await upstream.received(50)
  const { running, waiting: queued } = policies.state()

  assert.deepEqual({ running, queued }, { running: 50, queued: 100 })
  const headers = { 'retry-after': '1' }
  await assert.rejects(shop.createItem(order, jobContext('test')), isProblem('service-unavailable', { headers }))
  upstream.script = [good]
  for (const answer of waiting) answer()
  assert.equal((await Promise.all(calls)).length, 150)
})
