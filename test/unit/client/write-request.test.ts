import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OperationDescriptor, SentParameter } from '../../../lib/client/descriptor.ts'
import { writeRequest } from '../../../lib/client/write-request.ts'
import { compileDecoders } from '../../../lib/endpoint/decode-parameters.ts'
import { kitOperation } from '../../../lib/endpoint/kit-operation.ts'
import type { Operation, Parameter } from '../../../lib/endpoint/operation.ts'
import { createRouter } from '../../../lib/hosts/router.ts'
import { eventOf } from '../../fakes/event.ts'

const describe = (path: string, parameters: readonly SentParameter[]): OperationDescriptor => ({
  method: 'GET',
  path,
  parameters,
  responses: {},
})

const properties: NonNullable<Parameter['properties']> = { r: ['integer'], g: ['integer'] }
const texts = ['a b', 'ü/?#&=+%', '1']
const colours = { r: 100, g: 200 }

type Styled = [style: Parameter['style'], explode: boolean, shape: Parameter['shape'], value: unknown]

/** Everything that the compiler takes in a query, with a value for each. */
const inQuery: Styled[] = [
  ['form', true, 'scalar', 'ü/?#&=+% ,'],
  ['form', true, 'array', texts],
  ['form', false, 'array', texts],
  ['spaceDelimited', false, 'array', ['a', 'b']],
  ['pipeDelimited', false, 'array', ['a', 'b']],
  ['form', true, 'object', colours],
  ['form', false, 'object', colours],
  ['deepObject', true, 'object', colours],
  ['form', true, 'json', { any: ['thing', { deep: 'ü&' }] }],
]

const inPath: Styled[] = [
  ['simple', false, 'scalar', 'ü/?#&=+% ,'],
  ['simple', false, 'array', ['a', 'b']],
  ['simple', false, 'object', colours],
  ['simple', true, 'object', colours],
  ['label', false, 'scalar', 'a'],
  ['label', true, 'array', ['a', 'b']],
  ['label', false, 'array', ['a', 'b']],
  ['matrix', false, 'scalar', 'a'],
  ['matrix', false, 'array', ['a', 'b']],
  ['matrix', true, 'array', ['a', 'b']],
]

const inCookie: Styled[] = [
  ['form', true, 'scalar', 'ü/?#&=+% ,;"'],
  ['form', false, 'array', ['a', 'b;c']],
  ['form', false, 'object', colours],
]

function toParameter(place: Parameter['in'], [style, explode, shape]: Styled): Parameter {
  const base = { name: 'value', in: place, required: true, style, explode, shape, types: ['string' as const] }
  return shape === 'object' ? { ...base, properties } : base
}

/** What was read has no prototype where a client chose its keys. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** The operation that reads what was written. */
const reading = (path: string, parameter: Parameter): Operation => ({
  ...kitOperation('shop', 'read', path, ['application/json']),
  parameters: [parameter],
})

for (const styled of inQuery) {
  const [style, explode, shape, value] = styled
  test(`an endpoint reads what a client writes: query, ${style}, explode ${explode}, ${shape}`, () => {
    const parameter = toParameter('query', styled)

    const { target } = writeRequest(describe('/shop', [parameter]), { query: { value } })

    const { query } = compileDecoders(reading('/shop', parameter))(
      eventOf({ query: target.slice('/shop?'.length) }),
      [],
    )
    assert.deepEqual(plain(query?.value), value)
    assert.match(target, /^\/shop\?[\w.~!$&'()*+,;=:@/?%-]+$/)
  })
}

for (const styled of inPath) {
  const [style, explode, shape, value] = styled
  test(`an endpoint reads what a client writes: path, ${style}, explode ${explode}, ${shape}`, () => {
    const parameter = toParameter('path', styled)
    const router = createRouter<true>()
    router.add('GET', '/shop/{value}/end', true)

    const { target } = writeRequest(describe('/shop/{value}/end', [parameter]), { path: { value } })

    const match = router.match(target)
    assert.ok(typeof match === 'object', target)
    const event = eventOf({ params: match.params ?? {} })
    const { path } = compileDecoders(reading('/shop/{value}/end', parameter))(event, [])
    assert.deepEqual(plain(path?.value), value)
  })
}

for (const styled of inCookie) {
  const [style, explode, shape, value] = styled
  test(`an endpoint reads what a client writes: cookie, ${style}, explode ${explode}, ${shape}`, () => {
    const parameter = toParameter('cookie', styled)
    const other = { ...parameter, name: 'other' }

    const { headers } = writeRequest(describe('/shop', [other, parameter]), { cookies: { other: value, value } })

    const event = eventOf({ headers })
    const { cookie } = compileDecoders(reading('/shop', parameter))(event, [])
    assert.deepEqual(plain(cookie?.value), value)
    assert.match(headers.cookie ?? '', /^other=.*; value=/)
  })
}

test('what is undefined is left out, at any place', () => {
  const parameters = [
    toParameter('query', ['form', true, 'scalar', '']),
    { ...toParameter('query', ['deepObject', true, 'object', '']), name: 'filter' },
    { ...toParameter('header', ['simple', false, 'scalar', '']), name: 'if-match' },
  ]

  const written = writeRequest(describe('/shop', parameters), {
    query: { value: undefined, filter: { r: undefined, g: 1 } },
    headers: { 'if-match': undefined },
  })

  assert.deepEqual(written, { target: '/shop?filter%5Bg%5D=1', headers: {}, body: undefined })
})

test('a header of several values is one line; booleans and numbers are written as JSON does', () => {
  const header = { ...toParameter('header', ['simple', false, 'array', '']), name: 'x-tags' }
  const query = toParameter('query', ['form', true, 'scalar', ''])

  const { headers } = writeRequest(describe('/shop', [header]), { headers: { 'x-tags': ['a', true, 1.5] } })

  assert.deepEqual(headers, { 'x-tags': 'a,true,1.5' })
  assert.equal(writeRequest(describe('/shop', [query]), { query: { value: false } }).target, '/shop?value=false')
})

test('bodies are written by their media type: JSON, a form, text, bytes', () => {
  const write = (type: string, kind: 'json' | 'form' | 'text' | 'binary', body: unknown) =>
    writeRequest({ ...describe('/shop', []), body: { type, kind } }, { body })

  const bytes = new Uint8Array([0, 255])
  assert.equal(write('application/json', 'json', 'text').body, '"text"')
  assert.equal(
    write('application/x-www-form-urlencoded', 'form', { a: 'ü &', b: [1, 2], c: undefined }).body,
    'a=%C3%BC+%26&b=1&b=2',
  )
  assert.equal(write('text/plain', 'text', 'plain').body, 'plain')
  assert.equal(write('image/png', 'binary', bytes).body, bytes)
  assert.deepEqual(write('image/png', 'binary', bytes).headers, { 'content-type': 'image/png' })
  assert.deepEqual(write('image/png', 'binary', undefined).headers, {})
})
