import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shapeOfCall } from '../../../../lib/cli/shell/call-shape.ts'
import { type Completion, completeCall, completeMember } from '../../../../lib/cli/shell/complete.ts'
import { createDescribeArguments } from '../../../../lib/cli/shell/describe-arguments.ts'
import type { OpenApiDocument } from '../../../../lib/contract/document.ts'
import { listOperations } from '../../../../lib/contract/operations.ts'
import { kitOperation } from '../../../../lib/endpoint/kit-operation.ts'
import { type } from '../../../../lib/store/collection-types.ts'
import { collection } from '../../../../lib/store/store.ts'

const document: OpenApiDocument = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  paths: {
    '/shop/items/{itemId}': {
      put: {
        operationId: 'putItem',
        parameters: [
          { name: 'itemId', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'sort', in: 'query', schema: { type: 'string', enum: ['name', '-name'] } },
          { name: 'sold', in: 'query', schema: { type: 'boolean' } },
          { name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } },
        ],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } },
      },
    },
  },
  components: {
    schemas: {
      Item: {
        type: 'object',
        properties: {
          itemId: { type: 'string', readOnly: true },
          kind: { enum: ["painter's", 'other'] },
          price: { type: 'object', properties: { amount: { type: 'integer' }, currency: { enum: ['EUR', 'USD'] } } },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Item' } },
        },
      },
    },
  },
}

collection('gift-cards', {
  document: type<{ cardId: string; owner: string; at: number }>(),
  key: 'cardId',
  indexes: { byOwner: ['owner', 'at'], byTime: ['at'] },
})

const services = [
  {
    name: 'shop',
    operations: [kitOperation('shop', 'putItem', '/shop/items/{itemId}', ['application/json'])],
    usesStore: true,
    loadContract: async () => JSON.stringify(document),
  },
]
const complete = (line: string): Promise<Completion | undefined> =>
  completeCall(
    line,
    createDescribeArguments(() => services),
  )

const inCalls: [line: string, candidates: string[]][] = [
  ['await call.putItem({ ', ['path: ', 'query: ', 'headers: ', 'body: ']],
  ['call.shop.putItem({ path: { itemId: "a" }, qu', ['query: ']],
  ['call.putItem({ path: { ', ['itemId: ']],
  ['call.putItem({ query: { so', ['sort: ', 'sold: ']],
  ['call.putItem({ query: { sort: ', ["'name'", "'-name'"]],
  ['call.putItem({ query: { sort: "na', ["'name'"]],
  ['call.putItem({ query: { sort: "name", sold: ', ['true', 'false']],
  ['call.putItem({ query: { sort: "name", ', ['sold: ']],
  ['call.putItem({ headers: { ', ["'idempotency-key': "]],
  ['call.putItem({ body: { ', ['kind: ', 'price: ', 'parts: ']],
  ['call.putItem({ body: { kind: ', ["'painter\\'s'", "'other'"]],
  ['call.putItem({ body: { parts: [{ kind: "other" }, { parts: [{ price: { currency: ', ["'EUR'", "'USD'"]],
  ['clients.shop.putItem({ pa', ['path: ']],
  ['store.giftCards.query(', ["'byOwner'", "'byTime'"]],
  ["store.giftCards.query('byO", ["'byOwner'"]],
  ["store.giftCards.query('byOwner', { equals: { ", ['owner: ', 'at: ']],
  ["store.giftCards.query('byTime', { equals: { ", ['at: ']],
  ["store.giftCards.query('byTime', { desc", ['descending: ']],
  ['store.giftCards.remove("a", { ', ['ifVersion: ']],
  // A bracket or a comma in a text is none.
  ['call.putItem({ path: { itemId: "}),(" }, b', ['body: ']],
]

for (const [line, candidates] of inCalls) {
  test(`the contract and the collections complete ${line}`, async () => {
    const found = await complete(line)

    assert.deepEqual(found?.[0], candidates)
    assert.ok(line.endsWith(found?.[1] ?? '?'))
  })
}

for (const line of [
  'call.putIt',
  'call.unknown({ ',
  'other({ pa',
  'call.putItem({ path: {} }).th',
  'call.putItem(x => f({ pa',
]) {
  test(`${line} is left to others`, async () => assert.equal(await complete(line), undefined))
}

test('a schema that has itself in it is followed as far as somebody types', () => {
  const [operation] = listOperations(document)
  assert.ok(operation)

  const shape = shapeOfCall(document, operation)

  assert.deepEqual(Object.keys(shape.members?.().body?.members?.().parts?.members?.() ?? {}), [
    'kind',
    'price',
    'parts',
  ])
})

test('members are completed without running anything, behind await too', () => {
  const names = { call: { getItem: () => 1, shop: { getItem: () => 1, putItem: () => 1 } }, config: {} }

  assert.deepEqual(completeMember('call.', names), [['call.getItem', 'call.shop'], 'call.'])
  assert.deepEqual(completeMember('await call.shop.get', names), [['call.shop.getItem'], 'call.shop.get'])
  assert.deepEqual(completeMember('f(call.shop.p', names), [['call.shop.putItem'], 'call.shop.p'])
  assert.deepEqual(completeMember('await c', names), [['call', 'config'], 'c'])
  assert.equal(completeMember('Math.', names), undefined)
  assert.equal(completeMember('x.call.', names), undefined)
})
