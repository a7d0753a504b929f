import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RequestParts } from '../../../lib/client/write-parts.ts'
import { createClient } from '../../../lib/sdk/runtime/create-client.ts'
import type { SaidOptions } from '../../../lib/sdk/runtime/read-options.ts'
import type { ClientOptions } from '../../../lib/sdk/surface.ts'
import { startUpstream } from '../../fakes/upstream.ts'
import { operations, start, type Things, thrown } from './things-client.ts'

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
