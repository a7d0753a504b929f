import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { endpoint } from '../../../lib/endpoint/endpoint.ts'
import type { EndpointHandler, EndpointResult } from '../../../lib/endpoint/exchange.ts'
import type { HandlerRequest } from '../../../lib/endpoint/handler.ts'
import { recordIdOf } from '../../../lib/endpoint/idempotency-key.ts'
import { idempotencyKeys, largestAnswer } from '../../../lib/endpoint/idempotency-records.ts'
import { kitOperation } from '../../../lib/endpoint/kit-operation.ts'
import type { Operation, OperationTypes } from '../../../lib/endpoint/operation.ts'
import { reply } from '../../../lib/endpoint/reply.ts'
import { logger } from '../../../lib/observe/log.ts'
import { problem } from '../../../lib/problem/problem.ts'
import { processStore } from '../../../lib/store/store.ts'
import { eventOf } from '../../fakes/event.ts'

process.env.ENV = 'test'
process.env.STORE_URL ??= 'sqljs::memory:'

const withoutBody = { content: {} }
const withBody = { content: { 'application/json': { kind: 'json' as const } } }

const createOrder: Operation = {
  ...kitOperation('shop', 'createOrder', '/shop/orders', ['application/json']),
  method: 'POST',
  idempotencyKey: 'optional',
  body: { required: false, content: { 'application/json': { kind: 'json' } } },
  responses: { 200: withBody, 201: withBody, 202: withBody, 204: withoutBody, 404: withBody, 500: withBody },
  success: 201,
}

type Work = (request: HandlerRequest<OperationTypes>) => unknown

interface Shop {
  handler: EndpointHandler
  /** How often its handler was called. */
  calls: () => number
}

/** An endpoint that does some work; each test has keys of its own. */
function shopOf(work: Work, operation: Operation = createOrder, timeoutMs?: number): Shop {
  let calls = 0
  const count = (request: HandlerRequest<OperationTypes>): never => {
    calls++
    return work(request) as never
  }
  const handler = endpoint(operation, count, timeoutMs === undefined ? {} : { timeoutMs })
  return { handler, calls: () => calls }
}

interface Sent {
  key?: string
  body?: string
  path?: string
  query?: string
  id?: string
}

const send = async ({ handler }: Shop, sent: Sent = {}): Promise<EndpointResult> => {
  const { key, body = '{"items":1}', path = '/shop/orders', query = '', id = 'request-1' } = sent
  const headers = {
    'content-type': 'application/json',
    'x-request-id': id,
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  }
  return handler(eventOf({ method: 'POST', path, query, headers, body }), {})
}

const problemOf = ({ statusCode, headers, body = '' }: EndpointResult) => ({
  status: statusCode,
  type: headers['content-type'],
  detail: JSON.parse(body).detail,
})

function deferred<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  return Promise.withResolvers<Value>()
}

const silence = (context: TestContext) => context.mock.method(logger(), 'child', () => logger())

test('D05 a repeat gets the first answer again: status, headers, cookies and body, and the handler is called once', async () => {
  const shop = shopOf(() =>
    reply(201, { orderId: crypto.randomUUID() }, { location: '/shop/orders/17', 'set-cookie': ['a=1', 'b=2'] }),
  )

  const first = await send(shop, { key: 'same', id: 'request-1' })
  const second = await send(shop, { key: 'same', id: 'request-2' })

  assert.equal(shop.calls(), 1)
  assert.equal(first.statusCode, 201)
  assert.equal(first.headers['idempotency-replayed'], undefined)
  const { 'x-content-type-options': nosniff } = second.headers
  assert.equal(nosniff, 'nosniff')
  assert.deepEqual(second, {
    ...first,
    headers: { ...first.headers, 'x-request-id': 'request-2', 'idempotency-replayed': 'true' },
  })
})

test('D05 an answer of bytes and one without a body are replayed as they were', async () => {
  const bytes = shopOf(() => reply(200, Uint8Array.of(0, 255, 128), { 'content-type': 'application/octet-stream' }), {
    ...createOrder,
    responses: { 200: { content: { 'application/octet-stream': { kind: 'binary' } } } },
  })
  const nothing = shopOf(() => reply(204))

  for (const [shop, key] of [
    [bytes, 'bytes'],
    [nothing, 'nothing'],
  ] as const) {
    const { headers: _first, ...first } = await send(shop, { key })
    const { headers: _second, ...second } = await send(shop, { key })

    assert.deepEqual(second, first)
    assert.equal(shop.calls(), 1)
  }
})

test('D05 the same key with another body, query or path is 422', async () => {
  const shop = shopOf(() => ({ fine: true }), { ...createOrder, strictQuery: false })
  await send(shop, { key: 'other' })

  const answers = [
    await send(shop, { key: 'other', body: '{"items":2}' }),
    await send(shop, { key: 'other', query: 'a=1' }),
    await send(shop, { key: 'other', path: '/shop/orders/' }),
  ]

  for (const answer of answers) {
    assert.deepEqual(problemOf(answer), {
      status: 422,
      type: 'application/problem+json',
      detail: 'This Idempotency-Key was used for another request.',
    })
  }
  assert.equal(shop.calls(), 1)
})

test('D05 while the first request runs a repeat is 409 with Retry-After, and afterwards it gets the answer', async () => {
  const begun = deferred<void>()
  const ended = deferred<object>()
  const shop = shopOf(() => {
    begun.resolve()
    return ended.promise
  })

  const first = send(shop, { key: 'running' })
  await begun.promise
  const meanwhile = await send(shop, { key: 'running' })
  ended.resolve({ orderId: '17' })
  await first
  const afterwards = await send(shop, { key: 'running' })

  assert.equal(problemOf(meanwhile).status, 409)
  assert.equal(meanwhile.headers['retry-after'], '1')
  assert.equal(afterwards.body, '{"orderId":"17"}')
  assert.equal(shop.calls(), 1)
})

test('D05 of many repeats at once one is carried out', async () => {
  const shop = shopOf(async () => ({ orderId: '17' }))

  const answers = await Promise.all(Array.from({ length: 20 }, () => send(shop, { key: 'at-once' })))

  assert.equal(shop.calls(), 1)
  const unexpected = answers.filter(({ statusCode }) => statusCode !== 201 && statusCode !== 409)
  assert.deepEqual(unexpected, [])
})

test('D05 a key that is quoted is the key within the quotes', async () => {
  const keys: unknown[] = []
  const shop = shopOf(({ idempotencyKey }) => {
    keys.push(idempotencyKey)
    return { fine: true }
  })

  await send(shop, { key: 'quoted-"1"' })
  const repeated = await send(shop, { key: String.raw`"quoted-\"1\""` })

  assert.equal(repeated.headers['idempotency-replayed'], 'true')
  assert.deepEqual(keys, ['quoted-"1"'])
})

test('D05 a key that is not 1 to 255 visible ASCII characters is 400 and names the header', async () => {
  const shop = shopOf(() => ({ fine: true }))

  for (const key of ['', 'a b', 'é', 'x'.repeat(256), '"open', '"a"b', '""']) {
    const { statusCode, body = '' } = await send(shop, { key })

    assert.equal(statusCode, 400, key)
    assert.deepEqual(JSON.parse(body).errors, [
      { in: 'header', pointer: '/idempotency-key', detail: 'must be 1 to 255 visible ASCII characters' },
    ])
  }
  assert.equal((await send(shop, { key: 'x'.repeat(255) })).statusCode, 201)
  assert.equal(shop.calls(), 1)
})

test('without a key, where it is optional, every request is carried out', async () => {
  const shop = shopOf(({ idempotencyKey }) => ({ key: idempotencyKey ?? null }))

  const answers = [await send(shop), await send(shop)]

  assert.equal(shop.calls(), 2)
  assert.deepEqual(
    answers.map(({ body }) => body),
    ['{"key":null}', '{"key":null}'],
  )
})

test('D05 a problem below 500 is replayed exactly, with the id of the request that it is about', async () => {
  const shop = shopOf(() => {
    throw problem('unprocessable-content', 'There are 2 lamps left.', { extensions: { available: 2 } })
  })

  const first = await send(shop, { key: 'refused', id: 'request-1' })
  const second = await send(shop, { key: 'refused', id: 'request-2' })

  assert.equal(first.statusCode, 422)
  assert.equal(second.body, first.body)
  assert.equal(JSON.parse(second.body ?? '').requestId, 'request-1')
  assert.equal(second.headers['content-type'], 'application/problem+json')
  assert.equal(second.headers['x-request-id'], 'request-2')
  assert.equal(second.headers['idempotency-replayed'], 'true')
  assert.equal(shop.calls(), 1)
})

test('D05 after a failure, or a refusal that asks to try again, a repeat is carried out', async (context) => {
  silence(context)
  context.mock.method(logger(), 'error', () => {})
  const failures: Record<string, Work> = {
    crash: () => {
      throw new Error('crash')
    },
    unavailable: () => {
      throw problem('service-unavailable', 'Later.', { headers: { 'retry-after': '1' } })
    },
    replied: () => reply(500, {}),
    busy: () => {
      throw problem('conflict', 'Later.', { headers: { 'retry-after': '1' } })
    },
    mismatch: () => reply(299 as never),
  }

  for (const [key, fail] of Object.entries(failures)) {
    let isFirst = true
    const shop = shopOf((request) => {
      if (!isFirst) return { fine: true }
      isFirst = false
      return fail(request)
    })

    const answers = [await send(shop, { key }), await send(shop, { key }), await send(shop, { key })]

    assert.deepEqual(
      answers.slice(1).map(({ statusCode, headers }) => [statusCode, headers['idempotency-replayed']]),
      [
        [201, undefined],
        [201, 'true'],
      ],
      key,
    )
  }
})

test('an answer that only says when to look again is kept', async () => {
  const shop = shopOf(() => reply(202, { state: 'placed' }, { 'retry-after': '5' }))

  await send(shop, { key: 'accepted' })
  const { statusCode, headers } = await send(shop, { key: 'accepted' })

  assert.equal(shop.calls(), 1)
  assert.deepEqual([statusCode, headers['retry-after'], headers['idempotency-replayed']], [202, '5', 'true'])
})

test('a request that the contract refuses does not use its key up', async () => {
  const shop = shopOf(() => ({ fine: true }))

  const refused = await send(shop, { key: 'malformed', body: '{' })
  const { statusCode } = await send(shop, { key: 'malformed' })

  assert.deepEqual([refused.statusCode, statusCode], [400, 201])
})

test('D05 the key of a process that died is taken over once its lease is over, by one', async (context) => {
  silence(context)
  context.mock.method(logger(), 'error', () => {})
  const begun = deferred<void>()
  const ended = deferred<object>()
  const dying = shopOf(() => {
    begun.resolve()
    return ended.promise
  })
  const shop = shopOf(async () => ({ orderId: '17' }))
  const realNow = Date.now
  const dead = send(dying, { key: 'died' })
  await begun.promise

  context.mock.method(Date, 'now', () => realNow() + 33_000)
  const before = await send(shop, { key: 'died' })
  context.mock.method(Date, 'now', () => realNow() + 35_000)
  const after = await Promise.all([send(shop, { key: 'died' }), send(shop, { key: 'died' })])

  assert.equal(before.statusCode, 409)
  assert.equal(shop.calls(), 1)
  assert.ok(
    after.some(({ statusCode, headers }) => statusCode === 201 && headers['idempotency-replayed'] === undefined),
  )
  ended.resolve({})
  await dead
})

test('D05 after a time-out the key stays taken: its handler may still be at work', async (context) => {
  silence(context)
  context.mock.method(logger(), 'error', () => {})
  const shop = shopOf(() => new Promise(() => {}), createOrder, 10)

  const first = await send(shop, { key: 'slow' })
  const second = await send(shop, { key: 'slow' })

  assert.deepEqual([first.statusCode, second.statusCode], [504, 409])
  assert.equal(second.headers['retry-after'], '1')
})

test('whose lease is over while it works does not write over the answer of who took its key', async (context) => {
  const errors = context.mock.method(logger(), 'error', () => {})
  silence(context)
  const slow = deferred<object>()
  const begun = deferred<void>()
  const late = shopOf(() => {
    begun.resolve()
    return slow.promise
  })
  const other = shopOf(() => ({ by: 'other' }))
  const realNow = Date.now
  const first = send(late, { key: 'overtaken' })
  await begun.promise
  const clock = context.mock.method(Date, 'now', () => realNow() + 60_000)
  await send(other, { key: 'overtaken' })
  clock.mock.restore()

  slow.resolve({ by: 'late' })
  const { body } = await first
  const repeated = await send(other, { key: 'overtaken' })

  assert.equal(body, '{"by":"late"}')
  assert.equal(repeated.body, '{"by":"other"}')
  assert.match(String(errors.mock.calls[0]?.arguments[0]), /longer than its lease/)
})

test('D05 an answer that is too large to be kept is not given twice, nor is the request carried out twice', async () => {
  const shop = shopOf(() => ({ text: 'x'.repeat(largestAnswer) }))

  const first = await send(shop, { key: 'large' })
  const second = await send(shop, { key: 'large' })

  assert.equal(first.statusCode, 201)
  assert.deepEqual(problemOf(second), {
    status: 409,
    type: 'application/problem+json',
    detail: 'The request was carried out; its answer was too large to be kept for a repeat.',
  })
  assert.equal(second.headers['retry-after'], undefined)
  assert.equal(shop.calls(), 1)
})

test('D05 where the answer cannot be kept it goes out all the same, and the log says so', async (context) => {
  silence(context)
  const errors = context.mock.method(logger(), 'error', () => {})
  const driver = await processStore()
  const shop = shopOf(() => ({ orderId: '17' }))
  context.mock.method(driver, 'replace', () => Promise.reject(problem('service-unavailable', 'gone')))

  const { statusCode, body } = await send(shop, { key: 'unkept' })

  assert.deepEqual([statusCode, body], [201, '{"orderId":"17"}'])
  assert.equal(errors.mock.calls[0]?.arguments[1], 'The answer could not be kept for its Idempotency-Key')
})

test('D05 while the store cannot be used nothing is carried out', async (context) => {
  silence(context)
  context.mock.method(logger(), 'error', () => {})
  const driver = await processStore()
  const shop = shopOf(() => ({ orderId: '17' }))
  context.mock.method(driver, 'insert', () =>
    Promise.reject(problem('service-unavailable', 'The store is not available.')),
  )

  const { statusCode } = await send(shop, { key: 'down' })

  assert.equal(statusCode, 503)
  assert.equal(shop.calls(), 0)
})

test('D05 a key is kept for 24 hours', async (context) => {
  const shop = shopOf(() => ({ orderId: '17' }))
  const realNow = Date.now
  const hours = (count: number) => context.mock.method(Date, 'now', () => realNow() + count * 3_600_000).mock
  await send(shop, { key: 'day' })

  const late = hours(23.9)
  await send(shop, { key: 'day' })
  late.restore()
  const calls = shop.calls()
  hours(24.1)
  await send(shop, { key: 'day' })

  assert.deepEqual([calls, shop.calls()], [1, 2])
})

test('D05 a key belongs to a caller, an operation and a service', () => {
  const caller = (subject: string, clientId: string | undefined) => ({
    subject,
    clientId,
    scopes: new Set(''),
    claims: {},
  })
  const operation = { service: 'shop', id: 'createOrder' }

  const ids = [
    recordIdOf(operation, undefined, 'key'),
    recordIdOf(operation, undefined, 'other'),
    recordIdOf(operation, caller('anna', undefined), 'key'),
    recordIdOf(operation, caller('anna', 'web'), 'key'),
    recordIdOf(operation, caller('ben', 'web'), 'key'),
    recordIdOf(operation, caller('anna","web', undefined), 'key'),
    recordIdOf({ ...operation, id: 'cancelOrder' }, undefined, 'key'),
    recordIdOf({ ...operation, service: 'till' }, undefined, 'key'),
  ]

  assert.equal(new Set(ids).size, ids.length)
  assert.equal(recordIdOf(operation, caller('anna', 'web'), 'key'), ids[3])
  for (const id of ids) assert.match(id, /^(?:shop|till):[\w-]{43}$/)
})

test('what is kept does not show the key', async () => {
  const shop = shopOf(() => ({ orderId: '17' }))
  await send(shop, { key: 'secret-key-4711' })

  const kept = await idempotencyKeys.get(recordIdOf(createOrder, undefined, 'secret-key-4711'))

  assert.equal(kept?.state, 'answered')
  assert.equal(JSON.stringify(kept).includes('secret-key-4711'), false)
})
