import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isProblem, Problem } from '../../../lib/sdk/runtime/problem.ts'
import { UnexpectedAnswer } from '../../../lib/sdk/runtime/unexpected-answer.ts'
import { startUpstream } from '../../fakes/upstream.ts'
import { failure, start, thrown } from './things-client.ts'

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

test('what has not changed is a 304, for who asked for that', async (context) => {
  const { things, upstream } = await start(context, [{ status: 304, headers: { etag: '"1"' } }])

  const same = await things.get({ path: { id: 'x' } }, { ifNoneMatch: '"1"' })

  assert.deepEqual([same.status, same.body], [304, undefined])
  assert.equal(upstream.requests[0]?.headers['if-none-match'], '"1"')
  assert.ok((await thrown(things.get({ path: { id: 'x' } }))) instanceof UnexpectedAnswer)
})
