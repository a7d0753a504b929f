import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NoAnswer } from '../../../lib/sdk/runtime/no-answer.ts'
import { Problem } from '../../../lib/sdk/runtime/problem.ts'
import type { Behaviour } from '../../fakes/upstream.ts'
import { failure, start, thrown } from './things-client.ts'

test('503 with Retry-After is tried again, and not before its time', async (context) => {
  const { things, upstream } = await start(context, [
    failure(503, {}, { 'retry-after': '1' }),
    { status: 200, body: {} },
  ])
  const before = performance.now()

  const answer = await things.get({ path: { id: 'x' } })

  assert.equal(answer.status, 200)
  assert.equal(upstream.requests.length, 2)
  assert.ok(performance.now() - before >= 990)
})

test('a Retry-After beyond all patience is told at once, and a 429 without one', async (context) => {
  const { things, upstream } = await start(context, [failure(503, {}, { 'retry-after': '3600' }), failure(429)])

  const late = await thrown(things.get({ path: { id: 'x' } }))
  const many = await thrown(things.get({ path: { id: 'x' } }))

  assert.ok(late instanceof Problem && many instanceof Problem)
  assert.equal(late.headers['retry-after'], '3600')
  assert.deepEqual([late.status, many.status, upstream.requests.length], [503, 429, 2])
})

test('the attempts are bounded, and no retries are none', async (context) => {
  const { things, upstream } = await start(context, ['reset'])

  const bounded = await thrown(things.get({ path: { id: 'x' } }))
  const once = await thrown(things.get({ path: { id: 'x' } }, { retries: 0 }))

  assert.ok(bounded instanceof NoAnswer && once instanceof NoAnswer)
  assert.deepEqual([bounded.attempts, bounded.timedOut, once.attempts], [3, false, 1])
  assert.ok(bounded.cause instanceof Error)
  assert.equal(upstream.requests.length, 4)
})

test('a POST without a key is sent once; with one it is sent again with the same key', async (context) => {
  const { things, upstream } = await start(context, [failure(503), failure(503), { status: 201, body: {} }])

  const once = await thrown(things.add({ body: { a: 1 } }))
  await things.order({ body: { a: 1 } })
  await things.order({ body: { a: 1 } })
  await things.order({ body: { a: 1 }, headers: { 'idempotency-key': 'mine' } })

  const keys = upstream.requests.map(({ headers }) => headers['idempotency-key'])
  assert.ok(once instanceof Problem)
  assert.equal(keys.length, 5)
  assert.equal(keys[0], undefined)
  assert.match(keys[1] as string, /^[0-9a-f-]{36}$/)
  assert.equal(keys[2], keys[1])
  assert.notEqual(keys[3], keys[1])
  assert.equal(keys[4], 'mine')
  assert.deepEqual(
    upstream.requests.map(({ body }) => body),
    Array(5).fill('{"a":1}'),
  )
})

test('a key is made where browsers make no UUIDs: on pages that are not secure', async (context) => {
  context.mock.method(crypto, 'randomUUID', () => assert.fail('not there'))
  const { things, upstream } = await start(context, [{ status: 201, body: {} }])

  await things.order({ body: 1 })
  await things.order({ body: 1 })

  const keys = upstream.requests.map(({ headers }) => headers['idempotency-key'])
  for (const key of keys) assert.match(String(key), /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  assert.equal(new Set(keys).size, 2)
})

test('a service that hangs is left after timeoutMs', async (context) => {
  const { things, upstream } = await start(context, ['hang'], { timeoutMs: 50, retries: 1 })

  const error = await thrown(things.get({ path: { id: 'x' } }))

  assert.ok(error instanceof NoAnswer)
  assert.deepEqual([error.timedOut, error.attempts, upstream.requests.length], [true, 2, 2])
})

test('a body that never ends is left after timeoutMs too', async (context) => {
  const endless: Behaviour = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{')
  }
  const { things } = await start(context, [endless], { timeoutMs: 50, retries: 0 })

  const error = await thrown(things.get({ path: { id: 'x' } }))

  assert.ok(error instanceof NoAnswer)
  assert.equal(error.timedOut, true)
})

// Sooner than an attempt would time out: that ends such a call too.
test('a signal ends a call that is under way, one that waits, and one that has not begun', {
  timeout: 9_000,
}, async (context) => {
  const { things, upstream } = await start(context, ['hang', failure(503, {}, { 'retry-after': '5' })])
  const hanging = new AbortController()
  const waiting = new AbortController()
  const reason = new Error('no longer needed')

  const first = thrown(things.get({ path: { id: 'x' } }, { signal: hanging.signal }))
  await upstream.received(1)
  hanging.abort(reason)
  const second = thrown(things.get({ path: { id: 'x' } }, { signal: waiting.signal }))
  await upstream.received(2)
  waiting.abort(reason)

  assert.equal(await first, reason)
  assert.equal(await second, reason)
  assert.equal(await thrown(things.get({ path: { id: 'x' } }, { signal: AbortSignal.abort(reason) })), reason)
  assert.equal(upstream.requests.length, 2)
})
