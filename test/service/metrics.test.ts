import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { samplesOf, sumOf } from '../fakes/exposition.ts'
import type { HttpResponse } from '../parity/hosts/host.ts'
import { buildServer, type ProcessHost, startServer } from '../parity/hosts/process.ts'
import type { Workspace } from '../parity/hosts/workspace.ts'

let workspace: Workspace
let host: ProcessHost

before(async () => {
  workspace = await buildServer('services')
  host = await start({})
})

after(async () => {
  await host?.stop()
  workspace?.remove()
})

const start = (variables: Record<string, string>): Promise<ProcessHost> =>
  startServer(workspace, {
    ENV: 'test',
    SERVICES: 'colors,hello',
    STORE_URL: 'sqljs::memory:',
    VERSION: '1.2.3',
    ...variables,
  })

async function startFor(context: TestContext, variables: Record<string, string>): Promise<ProcessHost> {
  const own = await start(variables)
  context.after(() => own.stop())
  return own
}

const get = (target: string, headers: [string, string][] = [], from = host): Promise<HttpResponse> =>
  from.request({ method: 'GET', target, headers })

const scrape = async (from = host): Promise<string> => (await get('/metrics', [], from)).body.toString()

const typeOf = ({ headers }: HttpResponse): string | undefined => headers.find(([name]) => name === 'content-type')?.[1]

test('E05 after a 404 and a 200 on a path with parameters, both are counted and timed by path template and status class', async () => {
  await get('/hello/Ada')
  await get(`/hello/${'x'.repeat(1_000)}`)
  const text = await scrape()

  for (const status of ['200', '404']) {
    const labels = {
      service: 'hello',
      operation: 'greet',
      method: 'GET',
      path: '/hello/{name}',
      status_class: `${status[0]}xx`,
    }
    assert.equal(sumOf(text, 'twelvefold_requests_total', { ...labels, status }), 1)
    assert.equal(sumOf(text, 'twelvefold_request_duration_seconds_count', labels), 1)
    assert.equal(sumOf(text, 'twelvefold_request_duration_seconds_bucket', { ...labels, le: '+Inf' }), 1)
    assert.ok((sumOf(text, 'twelvefold_request_duration_seconds_sum', labels) ?? 0) > 0)
  }
  assert.doesNotMatch(text, /Ada|xxx/)
})

test('paths that nothing answers, and verbs that nobody knows, add no series each', async () => {
  for (const target of ['/wp-login.php', '/nowhere/1', '/hello/a/b/c', '/.env']) await get(target)
  await host.request({ method: 'PURGE', target: '/hello', headers: [] })
  await host.request({ method: 'REPORT', target: '/hello', headers: [] })
  const first = await scrape()
  await get('/nowhere/2')
  const second = await scrape()

  const fallback = { service: 'kit', operation: 'fallback', path: '-' }
  assert.equal(sumOf(first, 'twelvefold_requests_total', { ...fallback, status: '404' }), 4)
  assert.equal(sumOf(first, 'twelvefold_requests_total', { ...fallback, method: 'other', status: '405' }), 2)
  assert.equal(
    samplesOf(second, 'twelvefold_requests_total').length,
    samplesOf(first, 'twelvefold_requests_total').length,
  )
  assert.doesNotMatch(second, /nowhere|wp-login|PURGE/)
})

test('an operation that was asked for has a series for its errors before the first one, so that its rate is seen', async () => {
  await get('/hello/Ada')

  const errors = { operation: 'greet', method: 'GET', status_class: '5xx', status: '500' }
  assert.equal(sumOf(await scrape(), 'twelvefold_requests_total', errors), 0)
})

test('accesses to the store are counted and timed by collection, action and outcome', async () => {
  await get('/colors')
  const text = await scrape()

  const labels = { collection: 'colors', action: 'query', outcome: 'ok' }
  assert.equal(sumOf(text, 'twelvefold_store_accesses_total', labels), 1)
  assert.equal(sumOf(text, 'twelvefold_store_access_duration_seconds_count', labels), 1)
})

test('the process tells its version, that it answers this very request, and how its runtime is', async () => {
  const text = await scrape()

  assert.equal(sumOf(text, 'twelvefold_build_info', { version: '1.2.3' }), 1)
  assert.equal(sumOf(text, 'twelvefold_requests_in_flight'), 1)
  assert.equal(sumOf(text, 'twelvefold_workers', { state: 'told' }), 1)
  assert.equal(sumOf(text, 'twelvefold_worker_restarts_total'), 0)
  for (const name of ['nodejs_eventloop_lag_p99_seconds', 'nodejs_heap_size_used_bytes', 'process_cpu_seconds_total'])
    assert.equal(samplesOf(text, name).length, 1, name)
})

test('who asks for OpenMetrics gets it, and everybody else the text format of Prometheus', async () => {
  const prometheus =
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,*/*;q=0.1'
  const [plain, open, neither] = [
    await get('/metrics'),
    await get('/metrics', [['accept', prometheus]]),
    await get('/metrics', [['accept', 'application/json']]),
  ]

  assert.equal(typeOf(plain), 'text/plain; version=0.0.4; charset=utf-8')
  assert.match(plain.body.toString(), /^# TYPE twelvefold_requests_total counter$/m)
  assert.equal(typeOf(open), 'application/openmetrics-text; version=1.0.0; charset=utf-8')
  assert.match(open.body.toString(), /^# TYPE twelvefold_requests counter\ntwelvefold_requests_total\{/m)
  assert.match(open.body.toString(), /\n# EOF\n$/)
  assert.equal(neither.status, 406)
})

test('what a page of another origin may not read is not offered to it', async () => {
  const { headers } = await get('/metrics', [['origin', 'https://elsewhere.example']])

  assert.deepEqual(
    headers.filter(([name]) => name.startsWith('access-control-')),
    [],
  )
})

test('with METRICS_TOKEN only who sends it as a bearer token gets metrics', async (context) => {
  const guarded = await startFor(context, { METRICS_TOKEN: 'for-prometheus-only' })
  const ask = (authorization?: string): Promise<HttpResponse> =>
    get('/metrics', authorization === undefined ? [] : [['authorization', authorization]], guarded)
  const challenge = ({ headers }: HttpResponse) => headers.find(([name]) => name === 'www-authenticate')?.[1]

  const [none, wrong, basic, right] = [
    await ask(),
    await ask('Bearer for-prometheus-onlY'),
    await ask('Basic for-prometheus-only'),
    await ask('bearer for-prometheus-only'),
  ]

  assert.deepEqual([none.status, wrong.status, basic.status, right.status], [401, 401, 401, 200])
  assert.equal(typeOf(none), 'application/problem+json')
  assert.equal(challenge(none), 'Bearer realm="twelvefold"')
  assert.match(challenge(wrong) ?? '', /^Bearer realm="twelvefold", error="invalid_token"/)
})

test('with METRICS=off there are none', async (context) => {
  const without = await startFor(context, { METRICS: 'off' })

  assert.equal((await get('/metrics', [], without)).status, 404)
})
