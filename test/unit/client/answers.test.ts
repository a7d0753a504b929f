import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jobContext } from 'twelvefold'
import { startUpstream } from '../../fakes/upstream.ts'
import { connect, isProblem } from './shop.ts'

test('an answer that the contract lists is a value: status, body and headers', async (t) => {
  const upstream = await startUpstream(t, [
    { status: 200, body: { id: 'a' }, headers: { etag: '"1"' } },
    { status: 404, body: { status: 404 } },
  ])
  const { shop } = await connect(`${upstream.url}/prefix`)

  const found = await shop.getItem({ path: { id: 'a/b ü' } }, jobContext('test'))
  const missing = await shop.getItem({ path: { id: 'b' } }, jobContext('test'))

  assert.equal(found.status, 200)
  assert.deepEqual(found.body, { id: 'a' })
  assert.equal(found.headers.etag, '"1"')
  assert.equal(missing.status, 404)
  assert.equal(upstream.requests[0]?.target, '/prefix/shop/items/a%2Fb%20%C3%BC')
})

test('a body is sent as the contract says, and its type with it', async (t) => {
  const upstream = await startUpstream(t, [{ status: 201, body: { id: 'ü' } }])
  const { shop } = await connect(upstream.url)

  const answer = await shop.createItem({ body: { id: 'ü' } }, jobContext('test'))

  assert.deepEqual(answer.body, { id: 'ü' })
  const [request] = upstream.requests
  assert.equal(request?.body, '{"id":"ü"}')
  assert.equal(request?.headers['content-type'], 'application/json')
  assert.equal(request?.headers['content-length'], '11')
  assert.equal(request?.headers.accept, 'application/json, application/problem+json')
})

test('text and bytes are read as what they are, and a response without a body has none', async (t) => {
  const upstream = await startUpstream(t, [
    { status: 200, body: 'grüße', type: 'text/plain; charset=utf-8' },
    (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from([0, 255])),
    { status: 204 },
  ])
  const tokens = { get: async () => 'token', drop: () => undefined }
  const { shop } = await connect(upstream.url, { tokens })

  assert.equal((await shop.readNote({}, jobContext('test'))).body, 'grüße')
  assert.deepEqual((await shop.readPicture({}, jobContext('test'))).body, new Uint8Array([0, 255]))
  assert.equal((await shop.removeItem({ path: { id: 'a' } }, jobContext('test'))).body, undefined)
})

test('what the contract does not list is a bad-gateway that shows nothing of the body', async (t) => {
  const secret = { id: 'secret' }
  const upstream = await startUpstream(t, [
    { status: 418, body: secret },
    { status: 302, headers: { location: 'http://example.com/' } },
    { status: 404, body: '<h1>secret</h1>', type: 'text/html' },
    { status: 200, body: '{"id":' },
    { status: 200, body: secret, headers: { 'content-encoding': 'br' } },
  ])
  const { shop } = await connect(upstream.url)
  const call = () => shop.getItem({ path: { id: 'a' } }, jobContext('test'))

  await assert.rejects(call, isProblem('bad-gateway', { message: /^shop answered with the status 418, which/ }))
  await assert.rejects(call, isProblem('bad-gateway', { message: /^shop answered with the status 302, which/ }))
  await assert.rejects(call, isProblem('bad-gateway', { message: /^shop answered 404 with text\/html, which/ }))
  await assert.rejects(call, isProblem('bad-gateway', { message: /^shop answered 200 with a body that is not JSON/ }))
  await assert.rejects(call, isProblem('bad-gateway', { message: /^shop answered in the encoding br/ }))
  assert.equal(upstream.requests.length, 5)
})

test('a body of more than 10 MB is not read to its end', async (t) => {
  const upstream = await startUpstream(t, [
    (response) => {
      response.writeHead(200, { 'content-type': 'image/png' })
      response.end(Buffer.alloc(11 * 1024 * 1024))
    },
  ])
  const { shop } = await connect(upstream.url)

  await assert.rejects(
    shop.readPicture({}, jobContext('test')),
    isProblem('bad-gateway', { message: /too large a body/ }),
  )
  assert.equal(upstream.requests.length, 1)
})

test('a value that would lead to another path is refused before anything is sent', async (t) => {
  const upstream = await startUpstream(t, [{ status: 200, body: { id: 'a' } }])
  const { shop } = await connect(upstream.url)

  for (const id of ['', '.', '..'])
    await assert.rejects(shop.getItem({ path: { id } }, jobContext('test')), isProblem('bad-request'))
  await shop.getItem({ path: { id: '../secret?x#y' } }, jobContext('test'))

  assert.deepEqual(
    upstream.requests.map(({ target }) => target),
    ['/shop/items/..%2Fsecret%3Fx%23y'],
  )
})

test('a header that cannot be sent is an error of ours, and no failure of the other side', async (t) => {
  const upstream = await startUpstream(t, [{ status: 201, body: { id: 'a' } }])
  const { shop, policies } = await connect(upstream.url)
  const headers = { 'idempotency-key': 'a\r\nx: y' }

  for (let count = 0; count < 6; count++)
    await assert.rejects(shop.createItem({ headers, body: { id: 'a' } }, jobContext('test')), TypeError)

  assert.equal(policies.state().breaker, 'closed')
  assert.equal(upstream.requests.length, 0)
})

test('an option that does not exist is refused', async (t) => {
  const upstream = await startUpstream(t, [])

  // @ts-expect-error there is no option tokens
  await assert.rejects(connect(upstream.url, { options: { tokens: 'caller' } }), /client has no option "tokens"/)
})
