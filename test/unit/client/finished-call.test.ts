import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jobContext } from 'twelvefold'
import { type FinishedCall, onCall } from '../../../lib/observe/finished-call.ts'
import { startUpstream } from '../../fakes/upstream.ts'
import { connect } from './shop.ts'

test('whoever listens hears of every attempt of a call, with the span that the other side sees', async (t) => {
  const upstream = await startUpstream(t, [{ status: 500 }, { status: 200, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url)
  const heard: FinishedCall[] = []
  t.after(onCall((call) => heard.push(call)))
  const context = jobContext('test')

  await shop.getItem({ path: { id: 'a' } }, context)

  assert.deepEqual(
    heard.map(({ upstream, call, method, path, status, attempt }) => [upstream, call, method, path, status, attempt]),
    [
      ['shop', 'getItem', 'GET', '/shop/items/{id}', 500, 0],
      ['shop', 'getItem', 'GET', '/shop/items/{id}', 200, 1],
    ],
  )
  assert.deepEqual(
    heard.map(({ spanId }) => spanId),
    upstream.requests.map(({ headers }) => String(headers.traceparent).split('-')[2]),
  )
  assert.ok(heard.every((call) => call.trace === context.trace && call.durationMs > 0))
})
