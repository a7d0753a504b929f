import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { propagation, SpanStatusCode, context as spanContext, trace as spans } from '@opentelemetry/api'
import { endpoint, jobContext, problem, reply, runJob } from 'twelvefold'
import { kitOperation } from '../../../../lib/endpoint/kit-operation.ts'
import { flushTraces, startTraces, stopTraces } from '../../../../lib/observe/traces/traces.ts'
import { observed } from '../../../../lib/store/observed-driver.ts'
import { openStore } from '../../../../lib/store/open-store.ts'
import { eventOf } from '../../../fakes/event.ts'
import { type ReceivedSpan, startCollector } from '../../../fakes/otlp-collector.ts'
import { startUpstream } from '../../../fakes/upstream.ts'
import { connect } from '../../client/shop.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const callersSpan = '00f067aa0ba902b7'
const called = { traceparent: `00-${traceId}-${callersSpan}-01`, tracestate: 'vendor=1' }
const patience = 10_000
const server = 2
const client = 3

const collector = await startCollector({ after })
Object.assign(process.env, {
  ENV: 'test',
  VERSION: '1.2.3',
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_EXPORTER_OTLP_HEADERS: 'api-key=only%20for%20the%20collector',
  OTEL_RESOURCE_ATTRIBUTES: 'team=shop',
})
await startTraces('front')
after(() => stopTraces(patience))
beforeEach(() => {
  collector.spans.length = 0
})

/** Calls an operation `GET /front/{id}` with this handler. @returns every span that came of it, and of what ran in it */
async function spansOf(
  handle: Parameters<typeof endpoint>[1],
  {
    headers = called,
    options = {},
  }: { headers?: Record<string, string>; options?: Parameters<typeof endpoint>[2] } = {},
): Promise<ReceivedSpan[]> {
  const operation = kitOperation('front', 'getFront', '/front/{id}', ['application/json'])
  await endpoint(
    operation,
    handle as never,
    options,
  )(
    eventOf({ path: '/front/7', query: '', params: { id: '7' }, headers: { host: 'shop.example:8080', ...headers } }),
    {},
  )
  await flushTraces(patience)
  return collector.spans
}

const only = (found: readonly ReceivedSpan[]): ReceivedSpan => {
  assert.deepEqual(
    found.map(({ name }) => name),
    [found[0]?.name],
  )
  return found[0] as ReceivedSpan
}

test('a request is a span of its caller, with the ids that its log tells and nothing that is personal', async () => {
  let told: { traceId: string; spanId: string } | undefined
  const span = only(
    await spansOf(({ trace }) => {
      told = trace
      return {}
    }),
  )

  assert.equal(span.name, 'GET /front/{id}')
  assert.equal(span.kind, server)
  assert.deepEqual([span.traceId, span.parentSpanId], [traceId, callersSpan])
  assert.deepEqual([span.traceId, span.spanId], [told?.traceId, told?.spanId])
  const { 'twelvefold.request_id': requestId, ...attributes } = span.attributes
  assert.match(String(requestId), /^[0-9a-f-]{36}$/)
  assert.deepEqual(attributes, {
    'http.request.method': 'GET',
    'http.route': '/front/{id}',
    'http.response.status_code': 200,
    'url.scheme': 'http',
    'server.address': 'shop.example',
    'server.port': 8080,
    'twelvefold.service': 'front',
    'twelvefold.operation': 'getFront',
  })
  const took = Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6
  assert.ok(took > 0 && took < patience, `${took} ms`)
  assert.ok(Math.abs(Number(span.startTimeUnixNano) / 1e6 - Date.now()) < patience)
})

test('the process is told by its name, its version, its environment and what a variable adds', async () => {
  const span = only(await spansOf(() => ({})))
  const { 'service.instance.id': instance, ...resource } = span.resource

  assert.match(String(instance), /^[0-9a-f-]{36}$/)
  assert.deepEqual(
    Object.fromEntries(Object.entries(resource).filter(([name]) => !name.startsWith('telemetry.sdk.'))),
    { 'service.name': 'front', 'service.version': '1.2.3', 'deployment.environment.name': 'test', team: 'shop' },
  )
  assert.equal(collector.exports[0]?.headers['api-key'], 'only for the collector')
  assert.equal(collector.exports[0].path, '/v1/traces')
})

test('code of a handler can say more in the span of its request, and begin spans below it', async () => {
  const found = await spansOf(async () => {
    spans.getActiveSpan()?.setAttribute('shop.basket', 3)
    await spans.getTracer('shop').startActiveSpan('price', async (span) => {
      await setImmediate()
      assert.equal(spans.getActiveSpan(), span)
      span.end()
    })
    const headers: Record<string, string> = {}
    propagation.inject(spanContext.active(), headers)
    assert.match(headers.traceparent ?? '', new RegExp(`^00-${traceId}-.*-01$`))
    assert.equal(headers.tracestate, 'vendor=1')
    return {}
  })

  const [price, request] = [found.find(({ name }) => name === 'price'), found.find(({ kind }) => kind === server)]
  assert.equal(request?.attributes['shop.basket'], 3)
  assert.equal(price?.traceId, traceId)
  assert.equal(price.parentSpanId, request.spanId)
})

test('a call to another service is a span with the id that the other side is told, below what made it', async (context) => {
  const upstream = await startUpstream(context, [{ status: 500 }, { status: 200, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url)

  const found = await spansOf((request) =>
    spans.getTracer('shop').startActiveSpan('fetch', async (span) => {
      await shop.getItem({ path: { id: 'somebody@example.com' } }, request)
      span.end()
      return {}
    }),
  )

  const calls = found.filter(({ kind }) => kind === client)
  const { port, hostname } = new URL(upstream.url)
  assert.deepEqual(
    calls.map(({ name, attributes, status }) => [
      name,
      attributes['http.response.status_code'],
      attributes['error.type'],
      attributes['http.request.resend_count'],
      status?.code === SpanStatusCode.ERROR,
    ]),
    [
      ['GET /shop/items/{id}', 500, '500', undefined, true],
      ['GET /shop/items/{id}', 200, undefined, 1, false],
    ],
  )
  assert.deepEqual(
    calls.map(({ spanId }) => spanId),
    upstream.requests.map(({ headers }) => String(headers.traceparent).split('-')[2]),
  )
  assert.ok(calls.every(({ parentSpanId }) => parentSpanId === found.find(({ name }) => name === 'fetch')?.spanId))
  assert.equal(calls[0]?.attributes['server.address'], hostname)
  assert.equal(calls[0].attributes['server.port'], Number(port))
  assert.doesNotMatch(JSON.stringify(found), /somebody/)
})

test('a call that gets no answer says why', async (context) => {
  const upstream = await startUpstream(context, ['hang'])
  await upstream.close()
  const { shop } = await connect(upstream.url)

  const found = await spansOf(async (request) => {
    await assert.rejects(shop.createItem({ body: { id: 'a' } }, request))
    return {}
  })

  const call = found.find(({ kind }) => kind === client)
  assert.equal(call?.attributes['error.type'], 'ECONNREFUSED')
  assert.equal(call.status?.code, SpanStatusCode.ERROR)
  assert.equal(call.events[0]?.name, 'exception')
  assert.equal(found.find(({ kind }) => kind === server)?.status?.code ?? 0, SpanStatusCode.UNSET)
})

test('an access to the store is a span below its request, also where a middleware makes it', async () => {
  const driver = observed(await openStore('sqljs::memory:'))
  await driver.open({ name: 'notes', indexes: [], placesOf: () => ({}) })
  const note = { key: 'a', version: 1, body: '{}', places: {} }

  const found = await spansOf(
    async () => {
      await driver.insert('notes', note, 0)
      await assert.rejects(driver.get('unknown', 'a'))
      return {}
    },
    { options: { use: { before: async () => void (await driver.insert('notes', note, 0)) } } },
  )

  const request = found.find(({ kind }) => kind === server)
  const accesses = found.filter(({ kind }) => kind !== server)
  assert.deepEqual(
    accesses.map(({ name, attributes }) => [
      name,
      attributes['db.system.name'],
      attributes['db.operation.name'],
      attributes['db.collection.name'],
      attributes['error.type'] ?? attributes['twelvefold.store.conflict'],
    ]),
    [
      ['insert notes', 'sqlite', 'insert', 'notes', undefined],
      ['insert notes', 'sqlite', 'insert', 'notes', true],
      ['get unknown', 'sqlite', 'get', 'unknown', 'TypeError'],
    ],
  )
  assert.ok(accesses.every(({ parentSpanId }) => parentSpanId === request?.spanId))
  await driver.get('notes', 'a')
  await flushTraces(patience)
  assert.equal(collector.spans.length, found.length, 'what nobody asked for is no span')
})

test('what a handler throws and becomes a 5xx is recorded, without what a log would not show', async () => {
  const span = only(
    await spansOf(() => {
      throw new RangeError('no answer to password=hunter2-and-more')
    }),
  )

  assert.equal(span.status?.code, SpanStatusCode.ERROR)
  assert.equal(span.attributes['http.response.status_code'], 500)
  assert.equal(span.attributes['error.type'], 'RangeError')
  const [exception] = span.events
  assert.equal(exception?.name, 'exception')
  assert.equal(exception.attributes['exception.type'], 'RangeError')
  assert.equal(exception.attributes['exception.message'], 'no answer to password=[redacted]')
  assert.match(
    String(exception.attributes['exception.stacktrace']),
    /RangeError: no answer to password=\[redacted\]\n +at /,
  )
  assert.doesNotMatch(JSON.stringify(span), /hunter2/)
})

test('a 5xx that is a problem has its code for a type; a reply of 5xx has its status', async () => {
  const thrown = only(
    await spansOf(() => {
      throw problem('service-unavailable', 'Later.')
    }),
  )
  collector.spans.length = 0
  const replied = only(await spansOf(() => reply(503, {}) as never, { options: {} }))

  assert.deepEqual(
    [thrown.attributes['error.type'], thrown.status?.code],
    ['service-unavailable', SpanStatusCode.ERROR],
  )
  assert.equal(replied.status?.code, SpanStatusCode.ERROR)
})

test('what a client does wrong is no error of the span', async () => {
  const span = only(
    await spansOf(() => {
      throw problem('not-found')
    }),
  )

  assert.equal(span.attributes['http.response.status_code'], 404)
  assert.equal(span.status?.code ?? SpanStatusCode.UNSET, SpanStatusCode.UNSET)
  assert.deepEqual(span.events, [])
})

test('of a trace that is not recorded nothing is exported, and spans of its handler keep to that', async (context) => {
  const upstream = await startUpstream(context, [{ status: 200, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url)

  const found = await spansOf(
    async (request) => {
      spans.getTracer('shop').startActiveSpan('price', (span) => {
        assert.equal(span.isRecording(), false)
        assert.equal(span.spanContext().traceId, traceId)
        span.end()
      })
      await shop.getItem({ path: { id: 'a' } }, request)
      return {}
    },
    { headers: { traceparent: `00-${traceId}-${callersSpan}-00` } },
  )

  assert.deepEqual(found, [])
  assert.match(String(upstream.requests[0]?.headers.traceparent), new RegExp(`^00-${traceId}-.*-00$`))
})

test('a request within another one is none of its spans', async () => {
  const inner = kitOperation('back', 'getBack', '/back', ['application/json'])
  const handler = endpoint(inner, () => ({}))

  const found = await spansOf(() =>
    spans.getTracer('shop').startActiveSpan('test', async (span) => {
      await handler(eventOf({ path: '/back' }), {})
      span.end()
      return {}
    }),
  )

  const back = found.find(({ name }) => name === 'GET /back')
  assert.notEqual(back?.traceId, traceId)
  assert.equal(back?.parentSpanId, undefined)
})

test('a job is the root of a trace to which its calls and its contexts belong; one that fails says why', async (context) => {
  const upstream = await startUpstream(context, [{ status: 200, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url)
  const failure = new TypeError('the report is empty')

  await runJob('nightly', async (call) => {
    await setImmediate()
    const same = jobContext('part')
    assert.equal(same.trace, call.trace)
    await shop.getItem({ path: { id: 'a' } }, same)
  })
  await assert.rejects(
    runJob('report', () => {
      throw failure
    }),
    failure,
  )
  await setImmediate()
  await flushTraces(patience)

  const [call, nightly, report, ...others] = collector.spans
  assert.deepEqual(
    [call, nightly, report].map((span) => span?.name),
    ['GET /shop/items/{id}', 'nightly', 'report'],
  )
  assert.deepEqual(others, [])
  assert.equal(nightly?.parentSpanId, undefined)
  assert.deepEqual([call?.traceId, call?.parentSpanId], [nightly?.traceId, nightly?.spanId])
  assert.equal(report?.status?.code, SpanStatusCode.ERROR)
  assert.equal(report.events[0]?.attributes['exception.message'], 'the report is empty')
})

test('the context of a job alone marks where its trace begins, so that what it calls is no orphan', async (context) => {
  const upstream = await startUpstream(context, [{ status: 200, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url)

  await shop.getItem({ path: { id: 'a' } }, jobContext('sweep'))
  await flushTraces(patience)

  const [root, call] = collector.spans
  assert.equal(root?.name, 'sweep')
  assert.deepEqual([call?.traceId, call?.parentSpanId], [root.traceId, root.spanId])
})

test('probes and scrapes are no spans, unless they are part of a trace', async () => {
  const live = kitOperation('kit', 'getLive', '/health/live', ['application/json'])
  const handler = endpoint(live, () => ({}))

  await handler(eventOf({ path: '/health/live' }), {})
  await handler(eventOf({ path: '/health/live', headers: called }), {})
  await flushTraces(patience)

  assert.equal(only(collector.spans).traceId, traceId)
})
