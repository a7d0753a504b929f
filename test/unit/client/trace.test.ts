import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endpoint } from 'twelvefold'
import { kitOperation } from '../../../lib/endpoint/kit-operation.ts'
import type { TraceContext } from '../../../lib/observe/trace-context.ts'
import { eventOf } from '../../fakes/event.ts'
import { startUpstream } from '../../fakes/upstream.ts'
import { connect } from './shop.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const clientsSpan = '00f067aa0ba902b7'

test('every line that a request logs says its trace and its span', async () => {
  let logged: Record<string, unknown> = {}
  let trace: TraceContext | undefined
  const handler = endpoint(kitOperation('front', 'getFront', '/front', ['application/json']), (request) => {
    logged = request.log.bindings()
    trace = request.trace
    return {}
  })

  await handler(eventOf({ path: '/front', headers: { traceparent: `00-${traceId}-${clientsSpan}-01` } }), {})

  assert.equal(logged.traceId, traceId)
  assert.equal(logged.spanId, trace?.spanId)
})

interface Seen {
  requestId: string
  trace: TraceContext
}

/** Two services, the first of which calls the second over a socket. @returns what each saw of one request */
async function chain(
  t: Parameters<typeof startUpstream>[0],
  headers: Record<string, string>,
  drop: readonly string[] = [],
): Promise<{ front: Seen; back: Seen; span: string; headers: Record<string, string> }> {
  const seen: Record<string, Seen> = {}
  const note = (name: string, { requestId, trace }: Seen): void => {
    seen[name] = { requestId, trace }
  }
  const back = endpoint(kitOperation('shop', 'getItem', '/shop/items/{id}', ['application/json']), (request) => {
    note('back', request)
    return { id: 'a' }
  })
  const upstream = await startUpstream(t, [
    async (response, request) => {
      const passed = Object.entries(request.headers).filter(([name]) => !drop.includes(name)) as [string, string][]
      const event = eventOf({ path: '/shop/items/a', headers: Object.fromEntries(passed), params: { id: 'a' } })
      const result = await back(event, {})
      response.writeHead(result.statusCode, result.headers).end(result.body)
    },
  ])
  const { shop } = await connect(upstream.url)
  const front = endpoint(kitOperation('front', 'getFront', '/front', ['application/json']), async (request) => {
    note('front', request)
    return (await shop.getItem({ path: { id: 'a' } }, request)).body
  })

  const { statusCode } = await front(eventOf({ path: '/front', headers }), {})

  assert.equal(statusCode, 200)
  const sent = upstream.requests[0]?.headers as Record<string, string>
  assert.ok(seen.front && seen.back)
  return { front: seen.front, back: seen.back, span: sent.traceparent?.split('-')[2] ?? '', headers: sent }
}

test("D07 two chained services are in one trace, and the child's parent is the caller's span", async (t) => {
  const given = { traceparent: `00-${traceId}-${clientsSpan}-01`, tracestate: 'vendor=1', 'x-request-id': 'request-1' }

  const { front, back, span, headers } = await chain(t, given)

  assert.equal(front.trace.traceId, traceId)
  assert.equal(front.trace.parentId, clientsSpan)
  assert.equal(back.trace.traceId, traceId)
  assert.equal(back.trace.parentId, span)
  assert.equal(back.trace.state, 'vendor=1')
  assert.equal(new Set([clientsSpan, front.trace.spanId, span, back.trace.spanId]).size, 4)
  assert.equal(back.requestId, 'request-1')
  assert.equal(headers.b3, `${traceId}-${span}-1`)
})

test('D07 a service that reads B3 only is in the same trace', async (t) => {
  const { front, back, span } = await chain(t, { b3: `${traceId}-${clientsSpan}-1` }, ['traceparent'])

  assert.equal(front.trace.traceId, traceId)
  assert.equal(back.trace.traceId, traceId)
  assert.equal(back.trace.parentId, span)
})

test('D07 without headers the first service begins the trace, and the second is in it', async (t) => {
  const { front, back } = await chain(t, {})

  assert.equal(front.trace.parentId, undefined)
  assert.equal(back.trace.traceId, front.trace.traceId)
  assert.equal(back.requestId, front.requestId)
})
