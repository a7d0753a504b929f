import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { runNode } from '../../fakes/command.ts'
import { startUpstream } from '../../fakes/upstream.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** Runs requests in a process of its own, with the access log started. @returns what it has written to stdout */
async function linesOf(context: TestContext, requests: string, env: Record<string, string> = {}) {
  const source = `
import { startAccessLog } from './lib/observe/access-log.ts'
import { endpoint, problem } from './lib/index.ts'
import { createUser } from '#contracts/auth'
import { greet } from '#contracts/hello'
import { fallback } from './lib/hosts/fallback.ts'
import { eventOf } from './test/fakes/event.ts'
startAccessLog()
startAccessLog()
const handler = endpoint(greet, ({ path }) => {
  if (path.name === 'Nobody') throw problem('not-found')
  if (path.name === 'Trouble') throw new Error('in trouble')
  return { message: path.name }
})
const greeting = (name, headers = {}) => handler(eventOf({ path: '/hello/' + name, params: { name }, headers }), {})
${requests}
`
  const run = runNode(context, root, ['--input-type=module', '-e', source], { ENV: 'test', VERSION: '1.2.3', ...env })
  assert.equal(await run.ended(), 0, run.output())
  return run
    .output()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

test('each answer is one line: what was asked, in which trace, what came of it, and how long it took', async (context) => {
  const [line, ...others] = await linesOf(
    context,
    `await greeting('Ada', {
      'x-request-id': 'request-1',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    })`,
  )

  assert.deepEqual(others, [])
  const { time, spanId, durationMs, ...constant } = line ?? {}
  assert.deepEqual(constant, {
    level: 'info',
    version: '1.2.3',
    service: 'hello',
    operation: 'greet',
    requestId: 'request-1',
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    parentId: '00f067aa0ba902b7',
    method: 'GET',
    path: '/hello/{name}',
    status: 200,
    msg: 'GET /hello/{name} 200',
  })
  assert.ok(Math.abs(Date.parse(String(time)) - Date.now()) < 60_000)
  assert.match(String(spanId), /^[0-9a-f]{16}$/)
  assert.ok(Number(durationMs) > 0)
})

test('a fault of ours has its error and its access line, both with the same ids', async (context) => {
  const [error, access] = await linesOf(context, `await greeting('Trouble')`)

  assert.equal(error?.level, 'error')
  assert.equal(access?.status, 500)
  for (const name of ['requestId', 'traceId', 'spanId']) assert.equal(error?.[name], access?.[name], name)
})

test('what no operation was meant by has a line too, without the path that was asked for', async (context) => {
  const [line] = await linesOf(context, `await fallback([])(eventOf({ path: '/reset/secret-of-a-mail' }), {})`)

  assert.equal(line?.msg, 'GET - 404')
  assert.equal(line?.service, 'kit')
  assert.doesNotMatch(JSON.stringify(line), /secret-of-a-mail/)
})

test('a method with a quotation mark in it cannot break the line', async (context) => {
  const [line] = await linesOf(context, `await fallback([])(eventOf({ method: 'G"T' }), {})`)

  assert.equal(line?.method, 'G"T')
})

test('a sample has the traces that it picks, and every error', async (context) => {
  const trace = (end: string): string => `{ traceparent: '00-4bf92f3577b34da6${end}-00f067aa0ba902b7-01' }`

  const lines = await linesOf(
    context,
    `
await greeting('low', ${trace('0000000000000001')})
await greeting('high', ${trace('00000000ffffffff')})
await greeting('Nobody', ${trace('00000000ffffffff')})
`,
    { ACCESS_LOG_SAMPLE: '0.5' },
  )

  assert.deepEqual(
    lines.map(({ traceId, status }) => `${String(traceId).slice(-8)} ${status}`),
    ['00000001 200', 'ffffffff 404'],
  )
})

test('ACCESS_LOG and LOG_LEVEL turn it off', async (context) => {
  for (const env of [{ ACCESS_LOG: 'off' }, { LOG_LEVEL: 'warn' }]) {
    assert.deepEqual(await linesOf(context, `await greeting('Ada')`, env), [], JSON.stringify(env))
  }
})

const pseudonyms = `
const { pseudonymOf } = await import('./lib/observe/pseudonym.ts')
for (const subject of ['ada', 'bob', 'ada']) console.log(JSON.stringify({ caller: pseudonymOf(subject) }))
`

test('a caller has one pseudonym with one key, another with another, and its name in none', async (context) => {
  const [first, second, third] = await linesOf(context, pseudonyms, { LOG_PSEUDONYM_KEY: 'key one' })
  const [elsewhere] = await linesOf(context, pseudonyms, { LOG_PSEUDONYM_KEY: 'key one', ENV: 'production' })
  const [other] = await linesOf(context, pseudonyms, { LOG_PSEUDONYM_KEY: 'key two' })
  const random = [
    ...(await linesOf(context, pseudonyms, { ENV: 'production' })),
    ...(await linesOf(context, pseudonyms, { ENV: 'production' })),
  ].map(({ caller }) => caller)

  assert.match(String(first?.caller), /^[0-9a-f]{16}$/)
  assert.deepEqual([third, elsewhere], [first, first])
  assert.notEqual(second?.caller, first?.caller)
  assert.notEqual(other?.caller, first?.caller)
  assert.equal(new Set(random).size, 4)
})

test('each attempt to call another service is a line between the caller and the one that is called', async (context) => {
  const upstream = await startUpstream(context, [{ status: 503 }, { status: 200, body: { items: [] } }])

  const lines = await linesOf(
    context,
    `
const { client, jobContext } = await import('./lib/index.ts')
const { catalog } = await import('#clients/catalog')
const job = jobContext('test')
await client(catalog).listCategories({}, job)
console.log(JSON.stringify(job.trace))
`,
    { CATALOG_URL: upstream.url },
  )

  const own = lines.at(-1)
  const calls = lines.filter((line) => line.call !== undefined && line.durationMs !== undefined)
  assert.deepEqual(
    calls.map(({ upstream: service, call, status, parentId, traceId }) => [service, call, status, parentId, traceId]),
    [503, 200].map((status) => ['catalog', 'listCategories', status, own?.spanId, own?.traceId]),
  )
  assert.deepEqual(
    calls.map(({ spanId }) => spanId),
    upstream.requests.map(({ headers }) => String(headers.traceparent).split('-')[2]),
  )
})
