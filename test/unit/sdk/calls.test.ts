import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { RequestParts } from '../../../lib/client/write-parts.ts'
import { createClient } from '../../../lib/sdk/runtime/create-client.ts'
import type { DescribedOperation } from '../../../lib/sdk/runtime/described.ts'
import { NoAnswer } from '../../../lib/sdk/runtime/no-answer.ts'
import { isProblem, Problem } from '../../../lib/sdk/runtime/problem.ts'
import type { SaidOptions } from '../../../lib/sdk/runtime/read-options.ts'
import { UnexpectedAnswer } from '../../../lib/sdk/runtime/unexpected-answer.ts'
import type { ClientOptions } from '../../../lib/sdk/surface.ts'
import { type Behaviour, startUpstream, type Upstream } from '../../fakes/upstream.ts'

const json = { 'application/json': 'json' } as const
const id = { name: 'id', in: 'path', style: 'simple', explode: false, shape: 'scalar' } as const
const scalar = { style: 'form', explode: true, shape: 'scalar' } as const

const operations: Record<string, DescribedOperation> = {
  list: {
    method: 'GET',
    path: '/things',
    parameters: [{ ...scalar, name: 'limit', in: 'query' }],
    responses: { 200: json, 204: {} },
    pages: true,
  },
  get: { method: 'GET', path: '/things/{id}', parameters: [id], responses: { 200: json } },
  add: {
    method: 'POST',
    path: '/things',
    parameters: [],
    body: { type: 'application/json', kind: 'json' },
    responses: { 201: json },
    token: true,
  },
  order: {
    method: 'POST',
    path: '/orders',
    parameters: [{ ...scalar, name: 'idempotency-key', in: 'header', style: 'simple' }],
    body: { type: 'application/json', kind: 'json' },
    responses: { 201: json },
    idempotencyKey: 'required',
    token: true,
  },
  move: { method: 'GET', path: '/moved', parameters: [], responses: { 303: {} } },
  read: {
    method: 'GET',
    path: '/file',
    parameters: [
      { ...scalar, name: 'seen', in: 'cookie' },
      { ...scalar, name: 'lang', in: 'cookie' },
    ],
    responses: { 200: { 'text/plain': 'text', 'image/*': 'binary', ...json } },
  },
}

type Call = (
  request?: RequestParts,
  options?: SaidOptions,
) => Promise<{ status: number; body: unknown; headers: Record<string, string> }>
interface List extends Call {
  pages: (request?: RequestParts, options?: SaidOptions) => AsyncGenerator<{ body: unknown }>
  all: (request?: RequestParts, options?: SaidOptions) => AsyncGenerator<unknown>
}
interface Things extends Record<string, Call> {
  list: List
  get: Call
  add: Call
  order: Call
  move: Call
  read: Call
}

/** A client of an upstream that behaves as said. */
async function start(
  context: TestContext,
  script: Behaviour[],
  options: Partial<ClientOptions> = {},
): Promise<{ things: Things; upstream: Upstream }> {
  const upstream = await startUpstream(context, script)
  const things = createClient(operations, { baseUrl: upstream.url, ...options }) as unknown as Things
  return { things, upstream }
}

const failure = (status: number, members: object = {}, headers: Record<string, string> = {}): Behaviour => ({
  status,
  body: { type: '/docs/problems/not-found', title: 'There is no such resource', status, ...members },
  headers,
})

const thrown = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => assert.fail('nothing was thrown'),
    (error: unknown) => error,
  )

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = []
  for await (const item of items) collected.push(item)
  return collected
}

test('an answer has its status, its body by its media type, and its headers', async (context) => {
  const { things, upstream } = await start(context, [
    { status: 200, body: { id: 1 }, headers: { ETag: '"1"' } },
    { status: 200, body: 'hello', type: 'text/plain; charset=utf-8' },
    { status: 200, body: 'PNG', type: 'image/png' },
  ])

  const thing = await things.get({ path: { id: 'a/b' } })
  const text = await things.read({ cookies: { seen: 'yes', lang: 'de;x' } })
  const image = await things.read()

  assert.deepEqual([thing.status, thing.body, thing.headers.etag], [200, { id: 1 }, '"1"'])
  assert.equal(text.body, 'hello')
  assert.deepEqual(image.body, new TextEncoder().encode('PNG'))
  assert.equal(upstream.requests[0]?.target, '/things/a%2Fb')
  assert.equal(upstream.requests[1]?.headers.cookie, 'seen=yes; lang=de%3Bx')
  assert.equal(upstream.requests[0]?.headers.accept, 'application/json, application/problem+json')
})

test('400 and above is a problem with all that the service says', async (context) => {
  const faults = [{ in: 'body', pointer: '/a', detail: 'must be a number' }]
  const { things } = await start(context, [failure(404, { detail: 'No.', requestId: 'r1', errors: faults, more: 1 })])

  const error = await thrown(things.get({ path: { id: 'x' } }))

  assert.ok(error instanceof Problem)
  const { operation, status, type, code, title, detail, errors, requestId, body, message } = error
  assert.deepEqual(
    { operation, status, type, code, title, detail, errors, requestId, message },
    {
      operation: 'get',
      status: 404,
      type: '/docs/problems/not-found',
      code: 'not-found',
      title: 'There is no such resource',
      detail: 'No.',
      errors: faults,
      requestId: 'r1',
      message: 'get: 404 No.',
    },
  )
  assert.equal((body as { more: number }).more, 1)
  assert.ok(isProblem(error, 'get', 404))
  assert.ok(!isProblem(error, 'get', 409))
  assert.ok(!isProblem(error, 'list', 404))
})

test('a page of something in between is a problem too', async (context) => {
  const { things } = await start(context, [{ status: 502, body: '<h1>Bad gateway</h1>', type: 'text/html' }], {
    retries: 0,
  })

  const error = await thrown(things.get({ path: { id: 'x' } }))

  assert.ok(error instanceof Problem)
  assert.deepEqual(
    [error.status, error.type, error.code, error.title, error.errors, error.body],
    [502, 'about:blank', '', 'HTTP status 502', [], '<h1>Bad gateway</h1>'],
  )
})

test('the code of a problem is the last part of its type', () => {
  const codeOf = (type: unknown): string =>
    new Problem({ operation: 'get', status: 404, headers: {}, body: { type } }).code

  assert.equal(codeOf('https://shop.example/docs/problems/not-found'), 'not-found')
  assert.equal(codeOf('/problems/not-found/'), 'not-found')
  assert.equal(codeOf('urn:problem:not-found'), 'not-found')
  assert.equal(codeOf('about:blank'), '')
  assert.equal(codeOf(1), '')
})

test('what the contract does not have is told apart: a status, a media type, a body that is not JSON', async (context) => {
  const { things } = await start(context, [
    { status: 203, body: {} },
    { status: 200, body: '<p>', type: 'text/html' },
    { status: 200, body: '{' },
  ])

  for (const what of [/the status 203/, /text\/html is not/, /not JSON/]) {
    const error = await thrown(things.get({ path: { id: 'x' } }))
    assert.ok(error instanceof UnexpectedAnswer)
    assert.match(error.message, what)
  }
})

test('a redirect that the contract has is an answer, and is not followed', async (context) => {
  const { things, upstream } = await start(context, [{ status: 303, headers: { location: '/things' } }])

  const answer = await things.move()

  assert.deepEqual([answer.status, answer.headers.location, upstream.requests.length], [303, '/things', 1])
})

test('no redirect takes a request, its credentials or its body to somebody else', async (context) => {
  const elsewhere = await startUpstream(context, [{ status: 201, body: {} }])
  const moved = { status: 307, headers: { location: `${elsewhere.url}/things` } }
  const { things, upstream } = await start(context, [moved], { token: 'secret', headers: { 'x-api-key': 'secret' } })

  const error = await thrown(things.add({ body: 1 }))

  assert.ok(error instanceof UnexpectedAnswer)
  assert.equal(error.message, `add: the status 307 is not in the contract; it leads to ${elsewhere.url}/things`)
  assert.deepEqual([upstream.requests.length, elsewhere.requests.length], [1, 0])
})

test('503 with Retry-After is tried again, and not before its time', async (context) => {
  const { things, upstream } = await start(context, [
    failure(503, {}, { 'retry-after': '1' }),
    { status: 200, body: {} },
  ])
  const before = performance.now()

  const answer = await things.get({ path: { id: 'x' } })

  assert.equal(answer.status, 200)
  assert.equal(upstream.requests.length, 2)
  assert.ok(performance.now() - before >= 990)
})

test('a Retry-After beyond all patience is told at once, and a 429 without one', async (context) => {
  const { things, upstream } = await start(context, [failure(503, {}, { 'retry-after': '3600' }), failure(429)])

  const late = await thrown(things.get({ path: { id: 'x' } }))
  const many = await thrown(things.get({ path: { id: 'x' } }))

  assert.ok(late instanceof Problem && many instanceof Problem)
  assert.equal(late.headers['retry-after'], '3600')
  assert.deepEqual([late.status, many.status, upstream.requests.length], [503, 429, 2])
})

test('the attempts are bounded, and no retries are none', async (context) => {
  const { things, upstream } = await start(context, ['reset'])

  const bounded = await thrown(things.get({ path: { id: 'x' } }))
  const once = await thrown(things.get({ path: { id: 'x' } }, { retries: 0 }))

  assert.ok(bounded instanceof NoAnswer && once instanceof NoAnswer)
  assert.deepEqual([bounded.attempts, bounded.timedOut, once.attempts], [3, false, 1])
  assert.ok(bounded.cause instanceof Error)
  assert.equal(upstream.requests.length, 4)
})

test('a POST without a key is sent once; with one it is sent again with the same key', async (context) => {
  const { things, upstream } = await start(context, [failure(503), failure(503), { status: 201, body: {} }])

  const once = await thrown(things.add({ body: { a: 1 } }))
  await things.order({ body: { a: 1 } })
  await things.order({ body: { a: 1 } })
  await things.order({ body: { a: 1 }, headers: { 'idempotency-key': 'mine' } })

  const keys = upstream.requests.map(({ headers }) => headers['idempotency-key'])
  assert.ok(once instanceof Problem)
  assert.equal(keys.length, 5)
  assert.equal(keys[0], undefined)
  assert.match(keys[1] as string, /^[0-9a-f-]{36}$/)
  assert.equal(keys[2], keys[1])
  assert.notEqual(keys[3], keys[1])
  assert.equal(keys[4], 'mine')
  assert.deepEqual(
    upstream.requests.map(({ body }) => body),
    Array(5).fill('{"a":1}'),
  )
})

test('a key is made where browsers make no UUIDs: on pages that are not secure', async (context) => {
  context.mock.method(crypto, 'randomUUID', () => assert.fail('not there'))
  const { things, upstream } = await start(context, [{ status: 201, body: {} }])

  await things.order({ body: 1 })
  await things.order({ body: 1 })

  const keys = upstream.requests.map(({ headers }) => headers['idempotency-key'])
  for (const key of keys) assert.match(String(key), /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  assert.equal(new Set(keys).size, 2)
})

test('a service that hangs is left after timeoutMs', async (context) => {
  const { things, upstream } = await start(context, ['hang'], { timeoutMs: 50, retries: 1 })

  const error = await thrown(things.get({ path: { id: 'x' } }))

  assert.ok(error instanceof NoAnswer)
  assert.deepEqual([error.timedOut, error.attempts, upstream.requests.length], [true, 2, 2])
})

test('a body that never ends is left after timeoutMs too', async (context) => {
  const endless: Behaviour = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{')
  }
  const { things } = await start(context, [endless], { timeoutMs: 50, retries: 0 })

  const error = await thrown(things.get({ path: { id: 'x' } }))

  assert.ok(error instanceof NoAnswer)
  assert.equal(error.timedOut, true)
})

// Sooner than an attempt would time out: that ends such a call too.
test('a signal ends a call that is under way, one that waits, and one that has not begun', {
  timeout: 9_000,
}, async (context) => {
  const { things, upstream } = await start(context, ['hang', failure(503, {}, { 'retry-after': '5' })])
  const hanging = new AbortController()
  const waiting = new AbortController()
  const reason = new Error('no longer needed')

  const first = thrown(things.get({ path: { id: 'x' } }, { signal: hanging.signal }))
  await upstream.received(1)
  hanging.abort(reason)
  const second = thrown(things.get({ path: { id: 'x' } }, { signal: waiting.signal }))
  await upstream.received(2)
  waiting.abort(reason)

  assert.equal(await first, reason)
  assert.equal(await second, reason)
  assert.equal(await thrown(things.get({ path: { id: 'x' } }, { signal: AbortSignal.abort(reason) })), reason)
  assert.equal(upstream.requests.length, 2)
})

test('a token is got once for all calls, and once more after a 401, also for a POST', async (context) => {
  let asked = 0
  const token = async (): Promise<string> => `t${++asked}`
  const created = { status: 201, body: {} }
  const { things, upstream } = await start(context, [created, created, failure(401), created, created], { token })

  await Promise.all([things.add({ body: 1 }), things.add({ body: 2 })])
  await things.add({ body: 3 })
  await things.add({ body: 4 })

  const sent = upstream.requests.map(({ headers }) => headers.authorization)
  assert.deepEqual(sent, ['Bearer t1', 'Bearer t1', 'Bearer t1', 'Bearer t2', 'Bearer t2'])
})

test('calls that are refused at once get one other token for all of them', async (context) => {
  let asked = 0
  const refuseFirst: Behaviour = (response, { headers }) => {
    response
      .writeHead(headers.authorization === 'Bearer t1' ? 401 : 201, { 'content-type': 'application/json' })
      .end('{}')
  }
  const { things } = await start(context, [refuseFirst], { token: () => `t${++asked}` })

  const answers = await Promise.all([1, 2, 3, 4].map((body) => things.add({ body })))

  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201, 201, 201],
  )
  assert.equal(asked, 2)
})

test('a second 401 is a problem, and so is the first where the token is what it is', async (context) => {
  let asked = 0
  const { things, upstream } = await start(context, [failure(401)], { token: () => `t${++asked}` })
  const fixed = createClient(operations, { baseUrl: upstream.url, token: 'fixed' }) as unknown as Things

  const renewed = await thrown(things.add({ body: 1 }))
  const stays = await thrown(fixed.add({ body: 1 }))

  assert.ok(renewed instanceof Problem && stays instanceof Problem)
  assert.deepEqual([renewed.status, stays.status, asked, upstream.requests.length], [401, 401, 2, 3])
})

test('a token that could not be got is asked for again by the next call', async (context) => {
  const answers = [Promise.reject(new Error('no token')), Promise.resolve('t2')]
  const { things, upstream } = await start(context, [{ status: 201, body: {} }], {
    token: () => answers.shift() ?? 'none',
  })

  assert.match(String(await thrown(things.add({ body: 1 }))), /no token/)
  assert.equal((await things.add({ body: 1 })).status, 201)
  assert.deepEqual(
    upstream.requests.map(({ headers }) => headers.authorization),
    ['Bearer t2'],
  )
})

test('a signal ends the wait for a token, and no token is asked for once it has', async (context) => {
  let asked = 0
  const token = (): Promise<string> => {
    asked++
    return new Promise(() => undefined)
  }
  const { things, upstream } = await start(context, [{ status: 201, body: {} }], { token })
  const ending = new AbortController()
  const reason = new Error('no longer needed')

  const waiting = thrown(things.add({ body: 1 }, { signal: ending.signal }))
  ending.abort(reason)

  assert.equal(await waiting, reason)
  const before = asked
  assert.equal(await thrown(things.add({ body: 1 }, { signal: ending.signal })), reason)
  assert.deepEqual([asked, upstream.requests.length], [before, 0])
})

test('a token goes only where the contract takes one', async (context) => {
  const { things, upstream } = await start(context, [{ status: 200, body: {} }], { token: 'secret' })

  await things.get({ path: { id: 'x' } })

  assert.equal(upstream.requests[0]?.headers.authorization, undefined)
})

test('a list is read page after page, as its links say', async (context) => {
  const next = (cursor: string): Record<string, string> => ({ link: `<?limit=2&cursor=${cursor}>; rel="next"` })
  const { things, upstream } = await start(context, [
    { status: 200, body: [1, 2], headers: next('a') },
    { status: 200, body: [3, 4], headers: next('b') },
    { status: 200, body: [5] },
  ])

  const all = await collect(things.list.all({ query: { limit: 2 } }))

  assert.deepEqual(all, [1, 2, 3, 4, 5])
  assert.deepEqual(
    upstream.requests.map(({ target }) => target),
    ['/things?limit=2', '/things?limit=2&cursor=a', '/things?limit=2&cursor=b'],
  )
})

test('a list without anything has one page and no items, and who stops reads no further', async (context) => {
  const more = { status: 200, body: [1, 2], headers: { link: '<?cursor=a>; rel="next"' } }
  const { things, upstream } = await start(context, [{ status: 204 }, { status: 204 }, more])

  assert.equal((await collect(things.list.pages())).length, 1)
  assert.deepEqual(await collect(things.list.all()), [])
  for await (const item of things.list.all()) if (item === 1) break
  assert.equal(upstream.requests.length, 3)
})

test('no link leads the token elsewhere, or round in a circle', async (context) => {
  for (const link of [
    '<https://elsewhere.example/things>; rel=next',
    '</orders>; rel="next"',
    '<?limit=1>; rel="next"',
  ]) {
    const { things, upstream } = await start(context, [{ status: 200, body: [1], headers: { link } }])

    const error = await thrown(collect(things.list.all({ query: { limit: 1 } })))

    assert.ok(error instanceof UnexpectedAnswer)
    assert.match(error.message, /the next page/)
    assert.equal(upstream.requests.length, 1)
  }
})

test('what has not changed is a 304, for who asked for that', async (context) => {
  const { things, upstream } = await start(context, [{ status: 304, headers: { etag: '"1"' } }])

  const same = await things.get({ path: { id: 'x' } }, { ifNoneMatch: '"1"' })

  assert.deepEqual([same.status, same.body], [304, undefined])
  assert.equal(upstream.requests[0]?.headers['if-none-match'], '"1"')
  assert.ok((await thrown(things.get({ path: { id: 'x' } }))) instanceof UnexpectedAnswer)
})

test('headers of the client and of the call are sent, the call’s rather; a path prefix stays', async (context) => {
  const upstream = await startUpstream(context, [{ status: 200, body: {} }])
  const baseUrl = `${upstream.url}/api/`
  const things = createClient(operations, { baseUrl, headers: { 'x-a': '1', 'x-b': '1' } }) as unknown as Things

  await things.get({ path: { id: 'x' } }, { headers: { 'X-B': '2' } })

  const [request] = upstream.requests
  assert.deepEqual([request?.headers['x-a'], request?.headers['x-b'], request?.target], ['1', '2', '/api/things/x'])
})

test('another fetch is used where one is given', async () => {
  const fake = async (url: unknown): Promise<Response> => Response.json({ url })
  const things = createClient(operations, { baseUrl: 'https://api.example.com', fetch: fake }) as unknown as Things

  assert.deepEqual((await things.get({ path: { id: 'x' } })).body, { url: 'https://api.example.com/things/x' })
})

test('a call that is wrong is a TypeError that says what, and is not sent', async (context) => {
  const { things, upstream } = await start(context, [{ status: 200, body: {} }])
  const wrong: [Promise<unknown>, RegExp][] = [
    [things.get({ path: {} }), /get: "" cannot be the path parameter id/],
    [things.get({ path: { id: '..' } }), /"\.\." cannot be/],
    [things.get({ params: { id: 'x' } } as RequestParts), /get has no part "params"; there are path/],
    [things.get({ path: { id: 'x' } }, { timeout: 1 } as SaidOptions), /no option "timeout"; there are signal/],
    [things.get({ path: { id: 'x' } }, { timeoutMs: 0 }), /timeoutMs is 0/],
    [things.get({ path: { id: 'x' } }, { retries: -1 }), /retries is -1/],
    [things.get({ path: { id: 'x' }, body: 1 }), /get has no body/],
    [things.list({ query: { limt: 1 } }), /list has nothing called "limt" in query; there are limit\./],
    [things.get({ path: { id: 'x' }, query: { a: 1 } }), /get has nothing called "a" in query\./],
    [
      things.order({ headers: { 'Idempotency-Key': 'k' }, body: 1 }),
      /nothing called "Idempotency-Key" in headers; there are idempotency-key\./,
    ],
  ]

  for (const [promise, message] of wrong) {
    const error = await thrown(promise)
    assert.ok(error instanceof TypeError)
    assert.match(error.message, message)
  }
  assert.equal(upstream.requests.length, 0)
})

test('a client that is made wrong is a TypeError', () => {
  const make = (options: object): unknown => createClient(operations, options as ClientOptions)

  assert.throws(() => make({ baseUrl: '/api' }), /baseUrl is "\/api": an address such as https:/)
  assert.throws(() => make({}), /baseUrl is undefined/)
  assert.throws(() => createClient(operations, undefined as unknown as ClientOptions), /baseUrl is undefined/)
  assert.throws(() => make({ baseUrl: 'https://a.example', tokens: 1 }), /no option "tokens"; there are baseUrl, token/)
  assert.throws(() => make({ baseUrl: 'https://a.example', timeoutMs: 2 ** 31 }), /timeoutMs is 2147483648/)
  for (const rest of ['?tenant=1', '#here', '/api?'])
    assert.throws(() => make({ baseUrl: `https://a.example${rest}` }), /baseUrl has a query or a fragment/)
  assert.throws(() => make({ baseUrl: 'https://me:secret@a.example' }), {
    message: 'baseUrl has credentials: give them as token, or in headers.',
  })
})
