import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endpoint, jobContext } from 'twelvefold'
import { kitOperation } from '../../../lib/endpoint/kit-operation.ts'
import { eventOf } from '../../fakes/event.ts'
import { startUpstream } from '../../fakes/upstream.ts'
import { connect, isProblem } from './shop.ts'

const item = { path: { id: 'a' } }
const operation = kitOperation('front', 'getFront', '/front', ['application/json'])

test('D03 an upstream that hangs is a time-out at the budget: 504, and the call is given up', async (t) => {
  const upstream = await startUpstream(t, ['hang'])
  const { shop } = await connect(upstream.url)
  const handler = endpoint(operation, (request) => shop.getItem(item, request), { timeoutMs: 500 })

  const { statusCode, body = '' } = await handler(eventOf({ path: '/front' }), {})

  assert.equal(statusCode, 504)
  assert.match(JSON.parse(body).type, /\/timeout$/)
  assert.equal(upstream.requests.length, 1)
})

test('D03 what is left of the deadline is passed on', async (t) => {
  const upstream = await startUpstream(t, [{ status: 200, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url)
  const handler = endpoint(operation, async (request) => (await shop.getItem(item, request)).body, { timeoutMs: 2_000 })

  await handler(eventOf({ path: '/front' }), {})
  await handler(eventOf({ path: '/front', headers: { 'x-request-timeout-ms': '700' } }), {})
  await shop.getItem(item, jobContext('test'))

  const [own, callers, none] = upstream.requests.map(({ headers }) => Number(headers['x-request-timeout-ms']))
  assert.ok(own !== undefined && own > 1_000 && own <= 2_000, `${own} ms`)
  assert.ok(callers !== undefined && callers > 300 && callers <= 700, `${callers} ms`)
  assert.equal(none, 5_000, 'without a deadline it is the time of one attempt')
})

test('D03 a request ends when its caller stops waiting, before its own time', async () => {
  const handler = endpoint(
    operation,
    ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', reject)),
  )

  const { body = '' } = await handler(eventOf({ path: '/front', headers: { 'x-request-timeout-ms': '20' } }), {})

  assert.equal(JSON.parse(body).detail, 'The operation took more than 20 ms.')
})

test('a request has the least of what its operation, its caller and its host allow', async () => {
  const left = async (headers: Record<string, string>, remaining?: number): Promise<number> => {
    const handler = endpoint(operation, ({ deadline }) => ({ left: deadline - Date.now() }), { timeoutMs: 10_000 })
    const context = remaining === undefined ? {} : { getRemainingTimeInMillis: () => remaining }
    const { body = '' } = await handler(eventOf({ path: '/front', headers }), context)
    return Math.ceil(JSON.parse(body).left / 1_000)
  }

  assert.equal(await left({}), 10)
  assert.equal(await left({ 'x-request-timeout-ms': '3000' }), 3)
  assert.equal(await left({ 'x-request-timeout-ms': '99999999' }), 10)
  assert.equal(await left({}, 6_500), 6)
  for (const nonsense of ['', '-1', '1e3', '5 s']) assert.equal(await left({ 'x-request-timeout-ms': nonsense }), 10)
})

test('an attempt that hangs is given up after its own time and tried again', async (t) => {
  const upstream = await startUpstream(t, ['hang', { status: 200, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url, { timeoutMs: 100 })

  assert.equal((await shop.getItem(item, jobContext('test'))).status, 200)
  assert.equal(upstream.requests.length, 2)
})

test('an upstream that hangs at every attempt is a time-out', async (t) => {
  const upstream = await startUpstream(t, ['hang'])
  const { shop } = await connect(upstream.url, { timeoutMs: 50 })

  await assert.rejects(
    shop.getItem(item, jobContext('test')),
    isProblem('timeout', { message: /^shop did not answer/ }),
  )

  assert.equal(upstream.requests.length, 3)
})

test('a call whose deadline has passed is not made', async (t) => {
  const upstream = await startUpstream(t, [{ status: 200, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url)

  await assert.rejects(shop.getItem(item, { ...jobContext('test'), deadline: Date.now() - 1 }), isProblem('timeout'))
  await assert.rejects(shop.getItem(item, { ...jobContext('test'), signal: AbortSignal.abort() }), isProblem('timeout'))

  assert.equal(upstream.requests.length, 0)
})
