import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { runNode } from '../../fakes/command.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** Runs a module in a process of its own. @returns the lines that it has written to stdout */
async function linesOf(context: TestContext, source: string, env: Record<string, string> = {}) {
  const run = runNode(context, root, ['--input-type=module', '-e', source], { ENV: 'test', ...env })
  assert.equal(await run.ended(), 0, run.output())
  return run
    .output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** Registers a user; the handler logs what `body` says, `log` and `body` at hand. */
const registering = (statements: string, before = ''): string => `
import { endpoint } from './lib/index.ts'
import { createUser } from '#contracts/auth'
import { eventOf } from './test/fakes/event.ts'
${before}
const handler = endpoint(createUser, ({ log, body, event }) => {
  ${statements}
  return { status: 'accepted' }
}, { timeoutMs: 1000 })
await handler(eventOf({
  method: 'POST',
  path: '/auth/users',
  headers: {
    'content-type': 'application/json',
    cookie: 'session=of-somebody',
    'x-request-id': 'request-1',
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  },
  body: JSON.stringify({ email: 'ada@example.com', name: 'Ada Lovelace', password: 'correct horse battery' }),
}), {})
`

test('E04 each level is one JSON line on stdout that says when, where, for whom, and no secret', async (context) => {
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

  const lines = await linesOf(
    context,
    registering(`for (const level of ${JSON.stringify(levels)}) log[level]({ body, event }, 'heard of ' + event.body)`),
    { LOG_LEVEL: 'trace', VERSION: '2.3.4' },
  )

  assert.deepEqual(
    lines.map(({ level }) => level),
    levels,
  )
  for (const line of lines) {
    assert.match(String(line.time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.match(String(line.spanId), /^[0-9a-f]{16}$/)
    const { service, operation, version, requestId, traceId, body, msg } = line
    assert.deepEqual(
      { service, operation, version, requestId, traceId, body },
      {
        service: 'auth',
        operation: 'createUser',
        version: '2.3.4',
        requestId: 'request-1',
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        body: { email: '[redacted]', name: '[redacted]', password: '[redacted]' },
      },
    )
    assert.equal(msg, 'heard of {"email":"[redacted]","name":"[redacted]","password":"[redacted]"}')
    assert.doesNotMatch(JSON.stringify(line), /ada@|Lovelace|horse|of-somebody/)
  }
})

test('E04 a line below LOG_LEVEL is not written', async (context) => {
  const lines = await linesOf(context, registering(`log.info('low'); log.warn('high')`), { LOG_LEVEL: 'warn' })

  assert.deepEqual(
    lines.map(({ msg }) => msg),
    ['high'],
  )
})

test('what a contract marks is hidden in lines of loggers that were made from the log, and of the service itself', async (context) => {
  const lines = await linesOf(
    context,
    registering(`
      log.child({ email: body.email }).info('from a child')
      logger().info({ service: 'auth', user: { email: body.email } }, 'from the service')
      logger().info({ service: 'shop', product: { name: 'Lamp' } }, 'from another one')
    `).replace('{ endpoint }', '{ endpoint, logger }'),
  )

  assert.equal(lines[0]?.email, '[redacted]')
  assert.deepEqual(lines[1]?.user, { email: '[redacted]' })
  assert.deepEqual(lines[2]?.product, { name: 'Lamp' })
})

test('the value of a secret variable is masked wherever it turns up, as are the secrets inside of it', async (context) => {
  const key = 'x9F2'.repeat(8)
  const lines = await linesOf(
    context,
    `
import { config, json, logger, text } from './lib/index.ts'
const { SHOP_KEY } = config('shop', { SHOP_KEY: text({ secret: true }), SHOP_KEYS: json({ secret: true }), SHOP_DB: text({ secret: true }) })
logger().info({ note: 'paid with ' + SHOP_KEY + '.' }, 'the key is ' + SHOP_KEY)
logger().error({ err: new Error('cannot pay', { cause: new Error(SHOP_KEY + ' is refused') }) })
logger().info('signed by ${key}, stored by db-pass-word')
logger().info({ quoted: process.env.SHOP_KEYS })
`,
    {
      SHOP_KEY: 'pay "now" \\ never',
      SHOP_KEYS: JSON.stringify({ keys: [{ kty: 'EC', d: key }] }),
      SHOP_DB: 'db://shop:db-pass-word@db.example/shop',
    },
  )

  assert.equal(lines[0]?.note, 'paid with [redacted].')
  assert.equal(lines[0]?.msg, 'the key is [redacted]')
  const { message, stack } = (lines[1]?.err ?? {}) as Record<string, string>
  assert.equal(message, 'cannot pay: [redacted] is refused')
  assert.match(String(stack), /caused by: Error: \[redacted\] is refused/)
  assert.equal(lines[2]?.msg, 'signed by [redacted], stored by [redacted]')
  assert.equal(lines[3]?.quoted, '[redacted]')
})
