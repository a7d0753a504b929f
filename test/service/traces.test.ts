import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { claimPort } from '../../lib/hosts/claim-port.ts'
import { startCollector } from '../fakes/otlp-collector.ts'
import { startTokenIssuer } from '../fakes/token-issuer.ts'
import { buildServer, type ProcessHost, spawnServer, startServer } from '../parity/hosts/process.ts'
import { untilExit } from '../parity/hosts/run.ts'
import type { Workspace } from '../parity/hosts/workspace.ts'

const internal = 1
const server = 2
const client = 3
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const callersSpan = '00f067aa0ba902b7'

let workspace: Workspace
before(async () => {
  workspace = await buildServer('services')
})
after(() => workspace.remove())

async function start(context: TestContext, variables: Record<string, string>): Promise<ProcessHost> {
  const host = await startServer(workspace, { ENV: 'test', STORE_URL: 'sqljs::memory:', ...variables })
  context.after(() => host.child.kill('SIGKILL'))
  return host
}

/** What a process needs to export what it does. */
const exportingTo = (url: string): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_BSP_SCHEDULE_DELAY: '50',
})

for (const [form, headers] of [
  ['W3C', { traceparent: `00-${traceId}-${callersSpan}-01` }],
  ['B3', { b3: `${traceId}-${callersSpan}-1` }],
] as const) {
  test(`D07 a request through two processes is one trace, begun by ${form}: each span below what has caused it`, async (context) => {
    const [collector, issuer] = await Promise.all([startCollector(context), startTokenIssuer()])
    context.after(issuer.close)
    const env = { ...issuer.env, ...exportingTo(collector.url) }
    const catalog = await start(context, { ...env, SERVICES: 'catalog' })
    const catalogUrl = `http://127.0.0.1:${catalog.port}`
    const orders = await start(context, { ...env, SERVICES: 'orders', CATALOG_URL: catalogUrl })
    const call = async (url: string, scopes: string, body: object, more: Record<string, string> = {}) => {
      const authorization = `Bearer ${await issuer.tokenOf('ada@example.com', scopes)}`
      const head = { authorization, 'content-type': 'application/json', 'idempotency-key': 'a-key-of-mine', ...more }
      return fetch(url, { method: 'POST', headers: head, body: JSON.stringify(body) })
    }
    const price = { amount: 1250, currency: 'EUR' }
    const product = { sku: 'LMP-1', name: 'Lamp', category: 'lamps', price, stock: 5 }
    const added = await call(`${catalogUrl}/catalog/products`, 'catalog:write', product)
    const { productId } = (await added.json()) as { productId: string }

    const order = { items: [{ productId, quantity: 1 }] }
    const placed = await call(`http://127.0.0.1:${orders.port}/orders`, 'orders:write', order, headers)
    assert.equal(placed.status, 201, await placed.text())

    const spans = await collector.received((all) => {
      const own = all.filter((span) => span.traceId === traceId)
      const count = (kind: number): number => own.filter((span) => span.kind === kind).length
      const isWhole =
        own.some(({ parentSpanId }) => parentSpanId === callersSpan) && count(server) === count(client) + 1
      return isWhole ? own : undefined
    })
    const named = (service: string, kind: number) =>
      spans.filter((span) => span.resource['service.name'] === service && span.kind === kind)
    const [request, ...otherRequests] = named('orders', server)
    assert.equal(request?.name, 'POST /orders')
    assert.equal(request.parentSpanId, callersSpan)
    assert.deepEqual(otherRequests, [])
    const calls = named('orders', client)
    assert.ok(calls.length > 0)
    assert.ok(calls.every(({ parentSpanId }) => parentSpanId === request.spanId))
    const served = named('catalog', server)
    assert.deepEqual(
      served.map(({ name, parentSpanId }) => [name, parentSpanId]).sort(),
      calls.map(({ name, spanId }) => [name, spanId]).sort(),
    )
    const [kept, reserved] = [named('orders', internal), named('catalog', internal)]
    assert.ok(kept.some(({ name }) => name === 'insert orders'))
    assert.ok(kept.every(({ parentSpanId }) => parentSpanId === request.spanId))
    assert.ok(reserved.length > 0)
    assert.ok(reserved.every(({ parentSpanId }) => served.some(({ spanId }) => spanId === parentSpanId)))
    const line = await orders.logged(({ msg }) => msg === 'POST /orders 201')
    assert.deepEqual([line.traceId, line.spanId, line.parentId], [traceId, request.spanId, callersSpan])
    assert.doesNotMatch(JSON.stringify(spans), /ada@|a-key-of-mine|Bearer/)
  })
}

test('E07 what is not exported yet at SIGTERM is exported before the process ends, as protobuf unless said', async (context) => {
  const collector = await startCollector(context)
  const { OTEL_EXPORTER_OTLP_PROTOCOL: _, ...env } = exportingTo(collector.url)
  const host = await start(context, {
    ...env,
    SERVICES: 'hello',
    OTEL_BSP_SCHEDULE_DELAY: '60000',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
  })
  const answer = await fetch(`http://127.0.0.1:${host.port}/hello/Ada`, {
    headers: { traceparent: `00-${traceId}-${callersSpan}-01` },
  })
  assert.equal(answer.status, 200)
  assert.equal(collector.exports.length, 0)

  host.child.kill('SIGTERM')

  assert.equal(await untilExit(host.child), 0)
  const [sent, ...others] = collector.exports
  assert.deepEqual(others, [])
  assert.equal(sent?.path, '/v1/traces')
  assert.equal(sent.headers['content-type'], 'application/x-protobuf')
  assert.equal(sent.headers['content-encoding'], 'gzip')
  assert.ok(sent.body.includes(Buffer.from(traceId, 'hex')), 'the id of the trace is in it')
  assert.ok(sent.body.includes('GET /hello/{name}'))
  assert.equal(sent.body.includes('Ada'), false)
})

test('a collector that is down costs nobody an answer: one line in the log, and a process that ends as ever', async (context) => {
  const host = await start(context, {
    ...exportingTo(`http://127.0.0.1:${await claimPort(0)}`),
    SERVICES: 'hello',
    OTEL_EXPORTER_OTLP_TIMEOUT: '100',
    OTEL_BSP_MAX_QUEUE_SIZE: '20',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '10',
  })
  const lines: string[] = []
  host.child.stdout?.on('data', (chunk: Buffer) => lines.push(...chunk.toString().split('\n')))

  for (let count = 0; count < 200; count++) {
    const answer = await fetch(`http://127.0.0.1:${host.port}/hello/Ada`)
    assert.equal(answer.status, 200)
    await answer.arrayBuffer()
  }
  const warning = await host.logged(({ msg }) => msg === 'Traces cannot be exported')
  host.child.kill('SIGTERM')

  assert.equal(await untilExit(host.child), 0)
  assert.equal(warning.level, 'warn')
  assert.match(String(warning.reason), /ECONNREFUSED/)
  assert.equal(lines.filter((line) => /"level":"(?:warn|error|fatal)"/.test(line)).length, 1, lines.join('\n'))
})

test('a collector that never answers holds a process up no longer than its shutdown allows', async (context) => {
  const collector = await startCollector(context)
  collector.status = undefined
  const host = await start(context, { ...exportingTo(collector.url), SERVICES: 'hello', SHUTDOWN_TIMEOUT_MS: '800' })
  await fetch(`http://127.0.0.1:${host.port}/hello/Ada`)

  host.child.kill('SIGTERM')

  assert.equal(await untilExit(host.child), 0)
  assert.equal(collector.exports.length, 1)
})

test('wrong variables of traces are told beside the others, and end the start with 78', async () => {
  const { child, lines } = spawnServer(workspace, {
    ENV: 'test',
    SERVICES: 'hello',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_HEADERS: 'no pair but a secret',
    HELLO_GREETING: '',
    BODY_LIMIT: 'much',
  })

  assert.equal(await untilExit(child), 78)
  assert.match(lines.text(), /^OTEL_EXPORTER_OTLP_PROTOCOL: must be http\/protobuf or http\/json/m)
  assert.match(lines.text(), /^OTEL_EXPORTER_OTLP_HEADERS: must be pairs/m)
  assert.match(lines.text(), /^BODY_LIMIT: /m)
  assert.doesNotMatch(lines.text(), /no pair but a secret/)
})
