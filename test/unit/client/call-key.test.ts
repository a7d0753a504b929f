import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CallContext, jobContext } from 'twelvefold'
import { endpoint } from '../../../lib/endpoint/endpoint.ts'
import { kitOperation } from '../../../lib/endpoint/kit-operation.ts'
import type { Operation } from '../../../lib/endpoint/operation.ts'
import { reply } from '../../../lib/endpoint/reply.ts'
import { eventOf } from '../../fakes/event.ts'
import { startUpstream, type Upstream } from '../../fakes/upstream.ts'
import { connect, isProblem } from './shop.ts'

const created = { status: 201, body: { id: 'a' } }

/** A request that came with an idempotency key, as the middleware has left it. */
const request = (idempotencyScope = 'orders:ada-key-1'): CallContext => ({ ...jobContext('test'), idempotencyScope })

const keysOf = ({ requests }: Upstream): unknown[] => requests.map(({ headers }) => headers['idempotency-key'])

test('a repeat of a request makes its calls with the same keys, in whichever order they come', async (t) => {
  const upstream = await startUpstream(t, [created])
  const { shop } = await connect(upstream.url)
  const [first, repeat] = [request(), request()]

  await shop.createItem({ body: { id: 'a' } }, first)
  await shop.createItem({ body: { id: 'b' } }, first)
  await shop.createItem({ body: { id: 'b' } }, repeat)
  await shop.createItem({ body: { id: 'a' } }, repeat)

  const [a, b, ...again] = keysOf(upstream)
  assert.match(String(a), /^[\w-]{43}$/)
  assert.notEqual(a, b)
  assert.deepEqual(again, [b, a])
})

test('two calls that are quite alike are two, and the repeat makes the same two', async (t) => {
  const upstream = await startUpstream(t, [created])
  const { shop } = await connect(upstream.url)
  const item = { body: { id: 'a' } }

  for (const context of [request(), request()])
    await Promise.all([shop.createItem(item, context), shop.createItem(item, context)])

  const keys = keysOf(upstream)
  assert.equal(new Set(keys.slice(0, 2)).size, 2)
  assert.deepEqual(keys.slice(0, 2).sort(), keys.slice(2).sort())
})

test('a request that failed and is sent again with its key makes its call with the key of before', async (t) => {
  process.env.STORE_URL ??= 'sqljs::memory:'
  const upstream = await startUpstream(t, ['reset', 'reset', 'reset', created])
  const { shop } = await connect(upstream.url)
  const operation: Operation = {
    ...kitOperation('orders', 'pay', '/orders/pay', []),
    method: 'POST',
    idempotencyKey: 'required',
    responses: { 204: { content: {} } },
    success: 204,
  }
  const pay = endpoint(operation, async (outer) => {
    await shop.createItem({ body: { id: 'a' } }, outer)
    return reply(204) as never
  })
  const send = async (key: string) =>
    (await pay(eventOf({ method: 'POST', path: '/orders/pay', headers: { 'idempotency-key': key } }), {})).statusCode

  const statuses = [await send('one'), await send('one'), await send('other')]

  assert.deepEqual(statuses, [502, 204, 204])
  const [other, ...same] = keysOf(upstream).toReversed()
  assert.equal(same.length, 4)
  assert.equal(new Set(same).size, 1)
  assert.notEqual(other, same[0])
})

test('another key, or the same of another caller, is another scope, and its calls have other keys', async (t) => {
  const upstream = await startUpstream(t, [created])
  const { shop } = await connect(upstream.url)

  await shop.createItem({ body: { id: 'a' } }, request('orders:ada-key-1'))
  await shop.createItem({ body: { id: 'a' } }, request('orders:bob-key-1'))

  const [ada, bob] = keysOf(upstream)
  assert.notEqual(ada, bob)
})

test('with a key that was passed on a POST is tried again, with the same key', async (t) => {
  const upstream = await startUpstream(t, [{ status: 500 }, created])
  const { shop } = await connect(upstream.url)

  assert.equal((await shop.createItem({ body: { id: 'a' } }, request())).status, 201)

  const [first, second] = keysOf(upstream)
  assert.ok(first)
  assert.equal(second, first)
})

test('a key that the author of the call gives is sent as it is', async (t) => {
  const upstream = await startUpstream(t, [created])
  const { shop } = await connect(upstream.url)

  await shop.createItem({ headers: { 'idempotency-key': 'mine' }, body: { id: 'a' } }, request())

  assert.deepEqual(keysOf(upstream), ['mine'])
})

test('an operation whose contract has no such header gets none', async (t) => {
  const upstream = await startUpstream(t, [created])
  const { shop } = await connect(upstream.url)

  await shop.confirmItem({ body: { id: 'a' } }, request())

  assert.deepEqual(keysOf(upstream), [undefined])
})

test('where nobody has a key, one that is required is new for each call, and one that is not is left out', async (t) => {
  const upstream = await startUpstream(t, [{ status: 500 }, created])
  const { shop } = await connect(upstream.url)
  const job = jobContext('test')

  await shop.chargeItem({ body: { id: 'a' } }, job)
  await shop.chargeItem({ body: { id: 'a' } }, job)
  await shop.createItem({ body: { id: 'a' } }, job)

  const [first, retried, second, optional] = keysOf(upstream)
  assert.match(String(first), /^[0-9a-f-]{36}$/)
  assert.equal(retried, first)
  assert.notEqual(second, first)
  assert.equal(optional, undefined)
  upstream.script.splice(0, 1, { status: 500 })
  await assert.rejects(shop.createItem({ body: { id: 'a' } }, job), isProblem('bad-gateway'))
  assert.equal(upstream.requests.length, 5, 'D02: a POST without a key is tried once')
})
