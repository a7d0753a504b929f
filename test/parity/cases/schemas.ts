import { type Case, type Expected, faulty, ok, post, refused } from './case.ts'

const order = {
  customer: { name: 'Ada', email: 'ada@example.com' },
  items: [{ sku: 'ABC-1', quantity: 2, options: {} }],
}
const account = { name: 'Ada', nickname: null, password: 'correct horse' }

const created = (json: unknown): Expected => ({ status: 201, json })

export const schemas: Case[] = [
  {
    id: 'B06',
    name: 'every fault of a body is told, each with its pointer',
    request: post('/fixture/orders', {
      customer: { name: 7, email: 'ada' },
      items: [
        { sku: 'abc', quantity: 0 },
        { sku: 'ABC-1', 'a/b~c': 1 },
      ],
      note: 'x'.repeat(21),
    }),
    expect: faulty(
      ['body', '/customer/name', 'must be string'],
      ['body', '/customer/email', 'must be a valid email'],
      ['body', '/items/0/sku', 'must match ^[A-Z]{3}-\\d+$'],
      ['body', '/items/0/quantity', 'must be >= 1'],
      ['body', '/items/1/quantity', 'is required'],
      ['body', '/items/1/a~1b~0c', 'is not allowed'],
      ['body', '/note', 'must have at most 20 characters'],
    ),
  },
  {
    id: 'B06',
    name: 'a body of the wrong type is one fault, of the whole',
    request: post('/fixture/orders', []),
    expect: faulty(['body', '', 'must be object']),
  },
  {
    id: 'B08',
    name: '__proto__ as a key of a body is refused',
    request: {
      method: 'POST',
      path: '/fixture/bodies',
      headers: { 'content-type': 'application/json' },
      body: '{"a":{"__proto__":{"polluted":1}}}',
    },
    expect: refused(400, {
      code: 'malformed-body',
      detail: 'The body has a key that is not allowed: __proto__ or constructor.prototype.',
    }),
  },
  {
    id: 'B08',
    name: '__proto__ in disguise is refused',
    request: {
      method: 'POST',
      path: '/fixture/bodies',
      headers: { 'content-type': 'application/json' },
      body: '{"\\u005f_proto__":{"polluted":1}}',
    },
    expect: refused(400, {
      code: 'malformed-body',
      detail: 'The body has a key that is not allowed: __proto__ or constructor.prototype.',
    }),
  },
  {
    id: 'B08',
    name: 'a constructor with a prototype is refused',
    request: post('/fixture/bodies', { constructor: { prototype: { polluted: 1 } } }),
    expect: refused(400, {
      code: 'malformed-body',
      detail: 'The body has a key that is not allowed: __proto__ or constructor.prototype.',
    }),
  },
  {
    id: 'B08',
    name: 'a constructor without one is plain data',
    request: post('/fixture/bodies', { constructor: 'Ada', toString: 1, hasOwnProperty: null }),
    expect: ok({ body: { constructor: 'Ada', toString: 1, hasOwnProperty: null }, polluted: null }),
  },
  {
    id: 'B10',
    name: 'a schema of a second file; defaults are filled in, also inside',
    request: post('/fixture/orders', order),
    expect: {
      ...created({
        ...order,
        items: [{ sku: 'ABC-1', quantity: 2, options: { wrapped: true } }],
        gift: false,
        orderId: '17',
      }),
      headers: { location: '/fixture/orders/17' },
    },
  },
  {
    id: 'B10',
    name: 'a type that may be null, and a default that gives way',
    request: post('/fixture/orders', { ...order, items: [{ sku: 'ABC-1', quantity: 1 }], note: null, gift: true }),
    expect: {
      ...created({ ...order, items: [{ sku: 'ABC-1', quantity: 1 }], note: null, gift: true, orderId: '17' }),
      headers: { location: '/fixture/orders/17' },
    },
  },
  {
    id: 'B10',
    name: 'null is not a value of every type',
    request: post('/fixture/orders', { ...order, gift: null }),
    expect: faulty(['body', '/gift', 'must be boolean']),
  },
  {
    id: 'B10',
    name: 'what is read only and required is not required of a request, and refused in it',
    request: post('/fixture/orders', { ...order, orderId: '1' }),
    expect: faulty(['body', '/orderId', 'must be left out']),
  },
  {
    id: 'B10',
    name: 'read only behind allOf and a reference, write only, a default behind allOf',
    request: post('/fixture/accounts', account),
    expect: created({ name: 'Ada', nickname: null, theme: 'light', id: '13', created: '2026-11-20T12:00:00Z' }),
  },
  {
    id: 'B10',
    name: 'read only behind allOf is refused in a request; write only is required',
    request: post('/fixture/accounts', { name: 'Ada', id: '1', created: '2026-11-20T12:00:00Z' }),
    expect: faulty(
      ['body', '/id', 'must be left out'],
      ['body', '/created', 'must be left out'],
      ['body', '/password', 'is required'],
    ),
  },
  {
    id: 'B10',
    name: 'oneOf: the first of several shapes',
    request: post('/fixture/shapes', { kind: 'circle', radius: 1.5 }),
    expect: ok({ kind: 'circle', radius: 1.5 }),
  },
  {
    id: 'B10',
    name: 'oneOf: none of several shapes',
    request: post('/fixture/shapes', { kind: 'square', side: -1 }),
    expect: faulty(
      ['body', '/radius', 'is required'],
      ['body', '/side', 'is not allowed'],
      ['body', '/kind', 'must be "circle"'],
      ['body', '/side', 'must be > 0'],
      ['body', '', 'must match exactly one of the alternatives'],
    ),
  },
  {
    id: 'B10',
    name: 'a recursive schema',
    request: post('/fixture/trees', { name: 'a', children: [{ name: 'b', children: [{ name: 'c' }] }, { name: 'd' }] }),
    expect: ok({ nodes: 4 }),
  },
  {
    id: 'B10',
    name: 'a fault deep in a recursive schema',
    request: post('/fixture/trees', { name: 'a', children: [{ name: 'b', children: [{ label: 'c' }] }] }),
    expect: faulty(
      ['body', '/children/0/children/0/name', 'is required'],
      ['body', '/children/0/children/0/label', 'is not allowed'],
    ),
  },
]
