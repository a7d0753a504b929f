import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jobContext } from 'twelvefold'
import { retryBudget } from '../../../lib/client/retry-budget.ts'
import { startUpstream } from '../../fakes/upstream.ts'
import { connect, isProblem } from './shop.ts'

const item = { path: { id: 'a' } }

test('D01 an upstream that always answers 500 is tried three times, then it is a bad-gateway', async (t) => {
  const upstream = await startUpstream(t, [{ status: 500, body: { detail: 'secret' } }])
  const { shop } = await connect(upstream.url)

  await assert.rejects(shop.getItem(item, jobContext('test')), isProblem('bad-gateway', { message: /^shop failed\.$/ }))

  assert.equal(upstream.requests.length, 3)
})

test('D01 an upstream that always answers 503 is tried three times, then its Retry-After is passed on', async (t) => {
  const upstream = await startUpstream(t, [{ status: 503, headers: { 'retry-after': '0' } }])
  const { shop } = await connect(upstream.url)

  const headers = { 'retry-after': '0' }
  await assert.rejects(shop.getItem(item, jobContext('test')), isProblem('service-unavailable', { headers }))

  assert.equal(upstream.requests.length, 3)
})

test('D01 500, then 200: two attempts, and the answer is 200', async (t) => {
  const upstream = await startUpstream(t, [{ status: 500 }, { status: 200, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url)

  const answer = await shop.getItem(item, jobContext('test'))

  assert.equal(answer.status, 200)
  assert.equal(upstream.requests.length, 2)
  const spans = upstream.requests.map(({ headers }) => headers.traceparent)
  assert.notEqual(spans[0], spans[1], 'each attempt is a span of its own')
})

test('D01 404 is an answer: one attempt', async (t) => {
  const upstream = await startUpstream(t, [{ status: 404, body: { status: 404 } }])
  const { shop } = await connect(upstream.url)

  assert.equal((await shop.getItem(item, jobContext('test'))).status, 404)
  assert.equal(upstream.requests.length, 1)
})

test('a connection that breaks is tried again, and at last says nothing of the address', async (t) => {
  const upstream = await startUpstream(t, ['reset', { status: 200, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url)

  assert.equal((await shop.getItem(item, jobContext('test'))).status, 200)
  assert.equal(upstream.requests.length, 2)

  await upstream.close()
  await assert.rejects(
    shop.getItem(item, jobContext('test')),
    isProblem('bad-gateway', { message: /^shop cannot be reached\.$/ }),
  )
})

for (const [failure, behaviour] of [
  ['500', { status: 500 }],
  ['a broken connection', 'reset'],
] as const) {
  test(`D02 a POST without an idempotency key is tried once: ${failure}`, async (t) => {
    const upstream = await startUpstream(t, [behaviour])
    const { shop } = await connect(upstream.url)

    await assert.rejects(shop.createItem({ body: { id: 'a' } }, jobContext('test')), isProblem('bad-gateway'))

    assert.equal(upstream.requests.length, 1)
  })
}

test('a POST with an idempotency key is tried again with the same key', async (t) => {
  const upstream = await startUpstream(t, [{ status: 500 }, { status: 201, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url)

  const headers = { 'idempotency-key': 'order-1' }
  const answer = await shop.createItem({ headers, body: { id: 'a' } }, jobContext('test'))

  assert.equal(answer.status, 201)
  assert.deepEqual(
    upstream.requests.map((request) => request.headers['idempotency-key']),
    ['order-1', 'order-1'],
  )
})

test('a POST that its contract calls idempotent is tried again', async (t) => {
  const upstream = await startUpstream(t, [{ status: 500 }, { status: 201, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url)

  assert.equal((await shop.confirmItem({ body: { id: 'a' } }, jobContext('test'))).status, 201)
  assert.equal(upstream.requests.length, 2)
})

test('429 is tried again only where it says when, and soon', async (t) => {
  const upstream = await startUpstream(t, [
    { status: 429, headers: { 'retry-after': '0' } },
    { status: 200, body: { id: 'a' } },
  ])
  const { shop, policies } = await connect(upstream.url)

  assert.equal((await shop.getItem(item, jobContext('test'))).status, 200)
  assert.equal(upstream.requests.length, 2)

  upstream.script = [{ status: 429, headers: { 'retry-after': '60' } }]
  const headers = { 'retry-after': '60' }
  await assert.rejects(shop.getItem(item, jobContext('test')), isProblem('service-unavailable', { headers }))
  upstream.script = [{ status: 429 }]
  await assert.rejects(shop.getItem(item, jobContext('test')), isProblem('service-unavailable'))

  assert.equal(upstream.requests.length, 4)
  assert.equal(policies.state().breaker, 'closed')
})

test('a retry that the deadline does not leave time for is not waited for', async (t) => {
  const upstream = await startUpstream(t, [{ status: 503, headers: { 'retry-after': '2' } }])
  const { shop } = await connect(upstream.url)

  const call = shop.getItem(item, jobContext('test', { timeoutMs: 1_500 }))

  await assert.rejects(call, isProblem('service-unavailable'))
  assert.equal(upstream.requests.length, 1)
})

test('retries are at most a fifth of the calls of ten seconds, and ten', () => {
  let now = 1_000_000
  const budget = retryBudget(() => now)
  const takeAll = (): number => {
    let taken = 0
    while (taken < 1_000 && budget.take()) taken++
    return taken
  }

  assert.equal(takeAll(), 10)
  for (let call = 0; call < 100; call++) budget.countCall()
  assert.equal(takeAll(), 20)
  now += 9_000
  assert.equal(takeAll(), 0)
  now += 1_000
  assert.equal(takeAll(), 10)
})
