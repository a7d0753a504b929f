import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readParts } from '../../../../lib/cli/shell/call-parts.ts'
import { toCallEvent } from '../../../../lib/cli/shell/to-call-event.ts'
import { kitOperation } from '../../../../lib/endpoint/kit-operation.ts'
import type { Operation, Parameter } from '../../../../lib/endpoint/operation.ts'

const scalar = { required: false, explode: true, shape: 'scalar', types: ['string'] } as const
const query = (name: string, more: Partial<Parameter> = {}): Parameter => ({
  ...scalar,
  types: ['string'],
  name,
  in: 'query',
  style: 'form',
  ...more,
})

const putItem: Operation = {
  ...kitOperation('shop', 'putItem', '/shop/items/{itemId}', ['application/json']),
  method: 'PUT',
  parameters: [
    { ...scalar, types: ['string'], name: 'itemId', in: 'path', style: 'simple', explode: false },
    query('tags', { shape: 'array' }),
    { ...scalar, types: ['string'], name: 'if-match', in: 'header', style: 'simple', explode: false },
  ],
  body: { required: true, content: { 'text/plain': { kind: 'text' }, 'application/json': { kind: 'json' } } },
}

const eventFor = (parts: unknown, headers = {}) => toCallEvent(putItem, readParts(putItem, parts), headers)

test('a call becomes the event that a host would make of it', () => {
  const event = eventFor(
    {
      path: { itemId: 'a/b é' },
      query: { tags: ['x', 'y&z'] },
      headers: { 'If-Match': '"1"' },
      cookies: { session: 'a b' },
      body: { size: 1 },
    },
    { 'x-request-id': 'r1' },
  )

  assert.equal(event.rawPath, '/shop/items/a%2Fb%20%C3%A9')
  assert.equal(event.rawQueryString, 'tags=x&tags=y%26z')
  assert.equal(event.requestContext.http.method, 'PUT')
  assert.equal(event.headers['if-match'], '"1"')
  assert.equal(event.headers['content-type'], 'application/json')
  assert.equal(event.headers['x-request-id'], 'r1')
  assert.deepEqual(event.cookies, ['session=a%20b'])
  assert.equal(event.body, '{"size":1}')
  assert.equal(event.isBase64Encoded, false)
})

test('what the contract does not declare is sent, so that the stack can refuse it', () => {
  const event = eventFor({ path: { itemId: 'a' }, query: { colour: 'red' }, headers: { Authorization: 'Bearer x' } })

  assert.equal(event.rawQueryString, 'colour=red')
  assert.equal(event.headers.authorization, 'Bearer x')
})

test('the content type that is given picks how the body is written', () => {
  const event = eventFor({ path: { itemId: 'a' }, headers: { 'Content-Type': 'text/plain' }, body: 'hello' })

  assert.equal(event.headers['content-type'], 'text/plain')
  assert.equal(event.body, 'hello')
})

test('what cannot be a call is said at once', () => {
  const open = kitOperation('shop', 'listItems', '/shop/items', ['application/json'])

  assert.throws(() => readParts(putItem, undefined), /call\.putItem needs path\.itemId\./)
  assert.throws(() => readParts(putItem, { params: {} }), /knows no part "params"; it has path, query, headers, body\./)
  assert.throws(() => readParts(putItem, { path: { itemId: 'a', id: 1 } }), /has no path\.id; it has itemId\./)
  assert.throws(() => readParts(putItem, 'a'), /takes an object of parts/)
  assert.throws(() => readParts(open, { body: {} }), /call\.listItems takes no body\./)
})
