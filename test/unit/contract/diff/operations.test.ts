import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareContracts } from '../../../../lib/contract/diff/compare-contracts.ts'
import type { OpenApiDocument } from '../../../../lib/contract/document.ts'

const responses = { '200': { description: 'ok' } }
const get = { operationId: 'listItems', responses }

function contractOf(operation: object, more: object = {}, path = '/shop/items'): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1.0.0' },
    paths: { [path]: { get: { ...get, ...operation } } },
    ...more,
  }
}

const query = (more: object = {}): object => ({
  parameters: [{ name: 'q', in: 'query', schema: { type: 'string' }, ...more }],
})
const body = (more: object = {}): object => ({ requestBody: { content: { 'application/json': {} }, ...more } })
const answer = (status: string, more: object = {}): object => ({
  responses: { ...responses, [status]: { description: 'ok', ...more } },
})
const headers = (more: object): object => answer('200', { headers: more })
const limit = (rate: string, burst = 0, per = 'client'): object => ({ 'x-rate-limit': { rate, burst, per } })
const ending = (sunset?: string): object => ({
  deprecated: true,
  'x-deprecated-since': '2026-01-01',
  ...(sunset === undefined ? {} : { 'x-sunset': sunset }),
})
const schemes = { read: { type: 'apiKey', in: 'header', name: 'X-Key' }, token: { type: 'http', scheme: 'bearer' } }
const needs = (...security: object[]): object => ({ security })

const rows: [sentence: string, before: object, after: object, ...verdict: string[]][] = [
  ['an operationId', {}, { operationId: 'findItems' }, 'operation-renamed breaking'],
  ['a summary', {}, { summary: 'All of them' }, 'operation-described documentation'],
  ['an extension of others', {}, { 'x-owner': 'us' }, 'operation-described documentation'],
  ['callbacks', {}, { callbacks: { done: {} } }, 'cannot-be-decided breaking'],
  [
    'servers of an operation',
    {},
    { servers: [{ url: 'https://a.example' }] },
    'server-removed breaking',
    'server-added additive',
  ],

  ['a deprecation', {}, ending('2026-12-31'), 'operation-deprecated additive'],
  ['no deprecation any more', ending(), {}, 'operation-restored documentation'],
  ['a sunset at last', ending(), ending('2026-12-31'), 'operation-deprecated additive'],
  ['an earlier sunset', ending('2026-12-31'), ending('2026-10-31'), 'sunset-earlier breaking'],
  ['a later sunset', ending('2026-12-31'), ending('2027-12-31'), 'sunset-later documentation'],
  ['no sunset', ending('2026-12-31'), ending(), 'sunset-later documentation'],

  ['a rate limit', {}, limit('5/s'), 'rate-limit-lowered breaking'],
  ['a lower rate', limit('5/s'), limit('100/min'), 'rate-limit-lowered breaking'],
  ['a smaller burst', limit('5/s', 9), limit('6/s', 8), 'rate-limit-lowered breaking'],
  ['a higher rate', limit('5/s'), limit('6/s'), 'rate-limit-raised additive'],
  ['the same rate in another unit', limit('1/s'), limit('60/min')],
  ['no rate limit', limit('5/s'), {}, 'rate-limit-raised additive'],
  ['everybody counted together', limit('5/s'), limit('5/s', 0, 'operation'), 'rate-limit-lowered breaking'],
  ['each counted by itself', limit('5/s', 0, 'operation'), limit('5/s'), 'rate-limit-raised additive'],

  ['undeclared parameters refused', { 'x-undeclared-query': 'allow' }, {}, 'undeclared-query-refused breaking'],
  ['undeclared parameters taken', {}, { 'x-undeclared-query': 'allow' }, 'undeclared-query-taken additive'],
  ['other origins refused', {}, { 'x-cors': false }, 'cross-origin-refused breaking'],
  ['other origins allowed', { 'x-cors': false }, {}, 'cross-origin-allowed additive'],
  ['no longer idempotent', { 'x-idempotent': true }, {}, 'idempotence-withdrawn breaking'],
  ['idempotent', {}, { 'x-idempotent': true }, 'idempotence-promised additive'],

  ['an optional parameter', {}, query(), 'parameter-added additive'],
  ['a required parameter', {}, query({ required: true }), 'parameter-added-required breaking'],
  ['a parameter less', query(), {}, 'parameter-removed breaking'],
  ['a parameter is required', query(), query({ required: true }), 'parameter-required breaking'],
  ['a parameter is optional', query({ required: true }), query(), 'parameter-optional additive'],
  ['a parameter elsewhere', query(), query({ in: 'header' }), 'parameter-removed breaking', 'parameter-added additive'],
  ['another style', query(), query({ style: 'deepObject' }), 'parameter-written breaking'],
  ['the style that it has anyway', query(), query({ style: 'form', explode: true })],
  ['a header in other letters', query({ in: 'header', name: 'X-A' }), query({ in: 'header', name: 'x-a' })],
  ['a narrower parameter', query(), query({ schema: { type: 'string', maxLength: 5 } }), 'limit-tightened breaking'],
  ['an empty value is no longer allowed', query({ allowEmptyValue: true }), query(), 'parameter-written breaking'],
  ['a deprecated parameter', query(), query({ deprecated: true }), 'parameter-deprecated additive'],
  ['a described parameter', query(), query({ description: 'What to find' }), 'parameter-described documentation'],

  ['a body', {}, body(), 'body-added additive'],
  ['a required body', {}, body({ required: true }), 'body-added-required breaking'],
  ['no body', body(), {}, 'body-removed breaking'],
  ['the body is required', body(), body({ required: true }), 'body-required breaking'],
  ['the body is optional', body({ required: true }), body(), 'body-optional additive'],
  ['a described body', body(), body({ description: 'An item' }), 'content-described documentation'],
  [
    'a media type for another',
    body(),
    body({ content: { 'text/plain': {} } }),
    'media-type-removed breaking',
    'media-type-added additive',
  ],
  [
    'a media type becomes a range',
    body({ content: { 'image/png': {} } }),
    body({ content: { 'image/*': {} } }),
    'media-type-added additive',
  ],
  ['a media type in other letters', body(), body({ content: { 'Application/JSON': {} } })],

  ['a status of success', {}, answer('202'), 'response-added breaking'],
  ['a redirection less', answer('303'), {}, 'response-removed breaking'],
  ['a status of error', {}, answer('409'), 'error-added additive'],
  ['any other status', {}, answer('default'), 'error-added additive'],
  ['a status of error less', answer('4XX'), {}, 'error-removed additive'],
  ['a status that a range had', answer('4XX'), answer('409'), 'error-removed additive'],
  [
    'a media type of a response less',
    answer('200', { content: { 'text/plain': {} } }),
    {},
    'media-type-removed breaking',
  ],
  ['a header of a response', {}, headers({ ETag: {} }), 'header-added additive'],
  ['a header of a response less', headers({ ETag: {} }), {}, 'header-removed breaking'],
  [
    'a header is always there',
    headers({ ETag: {} }),
    headers({ etag: { required: true } }),
    'header-required additive',
  ],
  [
    'a header is not always there',
    headers({ ETag: { required: true } }),
    headers({ ETag: {} }),
    'header-optional breaking',
  ],
  [
    'a header with more values',
    headers({ Age: { schema: { maximum: 5 } } }),
    headers({ Age: { schema: { maximum: 9 } } }),
    'limit-loosened breaking',
  ],

  [
    'a header that is written as JSON with more values',
    headers({ Age: { content: { 'application/json': { schema: { maximum: 5 } } } } }),
    headers({ Age: { content: { 'application/json': { schema: { maximum: 9 } } } } }),
    'limit-loosened breaking',
  ],
  [
    'a header that is written in another way',
    headers({ Age: { schema: { type: 'integer' } } }),
    headers({ Age: { content: { 'application/json': { schema: { type: 'integer' } } } } }),
    'header-written breaking',
  ],
  ['an extension among the responses', {}, { responses: { ...responses, 'x-note': 'ours' } }],

  ['a token', needs(), needs({ token: [] }), 'security-tightened breaking'],
  ['no token', needs({ token: [] }), needs(), 'security-loosened additive'],
  ['a scope more', needs({ token: ['a'] }), needs({ token: ['a', 'b'] }), 'security-tightened breaking'],
  ['a scope less', needs({ token: ['a', 'b'] }), needs({ token: ['a'] }), 'security-loosened additive'],
  ['a scheme besides', needs({ token: [] }), needs({ token: [], read: [] }), 'security-tightened breaking'],
  ['another way', needs({ token: [] }), needs({ token: [] }, { read: [] }), 'security-loosened additive'],
  ['a way less', needs({ token: [] }, { read: [] }), needs({ token: [] }), 'security-tightened breaking'],
  ['ways in another order', needs({ token: [] }, { read: [] }), needs({ read: [] }, { token: [] })],
]

const verdicts = (before: OpenApiDocument, after: OpenApiDocument, now?: Date): string[] =>
  compareContracts(before, after, now === undefined ? {} : { now }).map(({ rule, level }) => `${rule} ${level}`)

for (const [sentence, before, after, ...verdict] of rows) {
  test(`diff: ${sentence}`, () => {
    const components = { components: { securitySchemes: schemes } }

    assert.deepEqual(verdicts(contractOf(before, components), contractOf(after, components)), verdict)
  })
}

test('diff: a path or a method more or less', () => {
  const one = contractOf({})
  const two = { ...one, paths: { ...one.paths, '/shop/stock': { get: { ...get, operationId: 'getStock' } } } }

  assert.deepEqual(verdicts(one, two), ['operation-added additive'])
  assert.deepEqual(verdicts(two, one), ['operation-removed breaking'])
})

test('diff: another name of a path parameter is for readers only', () => {
  const item = (name: string): OpenApiDocument =>
    contractOf(
      { parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] },
      {},
      `/shop/items/{${name}}`,
    )

  assert.deepEqual(verdicts(item('id'), item('itemId')), ['path-parameter-renamed documentation'])
})

test('diff: a deprecated operation may be gone after its sunset, not before', () => {
  const going = contractOf(ending('2026-12-31'))
  const gone = { ...going, paths: {} }

  assert.deepEqual(verdicts(going, gone, new Date('2026-12-30')), ['operation-removed breaking'])
  assert.deepEqual(verdicts(going, gone, new Date('2026-12-31')), ['operation-removed-after-sunset additive'])
})

test('diff: an operation that goes on under /v2 has moved', () => {
  const first = contractOf({})
  const second = contractOf({}, {}, '/shop/v2/items')
  const third = contractOf({}, {}, '/shop/v3/items')

  assert.deepEqual(verdicts(first, second), ['operation-moved breaking', 'operation-added additive'])
  assert.deepEqual(verdicts(second, third), ['operation-moved breaking', 'operation-added additive'])
  assert.deepEqual(verdicts(third, second), ['operation-removed breaking', 'operation-added additive'])
})

test('diff: what the contract says of itself, its servers and its webhooks', () => {
  const before = contractOf({})
  const info = { ...before.info, version: '2.0.0' }

  assert.deepEqual(verdicts(before, { ...before, info }), [])
  assert.deepEqual(verdicts(before, { ...before, info: { ...info, summary: 'All' } }), [
    'contract-described documentation',
  ])
  assert.deepEqual(verdicts(before, contractOf({}, { webhooks: { paid: {} } })), ['cannot-be-decided breaking'])
  const served = contractOf({}, { servers: [{ url: '/' }, { url: 'https://a.example' }] })
  assert.deepEqual(verdicts(before, served), ['server-added additive'])
  assert.deepEqual(verdicts(served, before), ['server-removed breaking'])
  assert.deepEqual(compareContracts(served, before, { ignoreServers: true }), [])
})

test('diff: a server is its address with all values of its variables', () => {
  const served = (variable: object): OpenApiDocument =>
    contractOf({}, { servers: [{ url: 'https://{region}.a.example', variables: { region: variable } }] })
  const one = served({ default: 'eu', enum: ['eu'] })
  const two = served({ default: 'eu', enum: ['eu', 'us'] })

  assert.deepEqual(verdicts(one, two), ['server-added additive'])
  assert.deepEqual(verdicts(two, one), ['server-removed breaking'])
  assert.deepEqual(verdicts(one, served({ default: 'eu', enum: ['eu'], description: 'Where.' })), [])
  assert.deepEqual(verdicts(served({ default: 'eu' }), served({ default: 'us' })), [
    'server-removed breaking',
    'server-added additive',
  ])
})

test('diff: servers of a path are those of its operations', () => {
  const before = contractOf({})
  const item = { ...before.paths?.['/shop/items'], servers: [{ url: 'https://a.example' }] }

  assert.deepEqual(verdicts(before, { ...before, paths: { '/shop/items': item } }), [
    'server-removed breaking',
    'server-added additive',
  ])
})

test('diff: a successor announces only the end of what goes when it comes', () => {
  const version = (...paths: string[]): OpenApiDocument => ({
    ...contractOf({}),
    paths: Object.fromEntries(paths.map((path, index) => [path, { get: { ...get, operationId: `list${index}` } }])),
  })

  assert.deepEqual(verdicts(version('/shop/items'), version('/shop/v2/items')), [
    'operation-moved breaking',
    'operation-added additive',
  ])
  assert.deepEqual(verdicts(version('/shop/v2/items', '/shop/items'), version('/shop/v2/items')), [
    'operation-removed breaking',
  ])
})

test('diff: letters and words of a security scheme that decide nothing', () => {
  const secured = (scheme: object): OpenApiDocument =>
    contractOf(needs({ it: [] }), { components: { securitySchemes: { it: scheme } } })

  assert.deepEqual(
    verdicts(secured(schemes.token), secured({ ...schemes.token, scheme: 'Bearer', bearerFormat: 'JWT' })),
    [],
  )
  assert.deepEqual(verdicts(secured(schemes.read), secured({ ...schemes.read, name: 'x-key' })), [])
  assert.deepEqual(
    verdicts(secured({ ...schemes.read, in: 'query' }), secured({ ...schemes.read, in: 'query', name: 'x-key' })),
    ['security-scheme-changed breaking'],
  )
})

test('diff: a security scheme is what it does, whatever it is called', () => {
  const secured = (name: string, scheme: object): OpenApiDocument =>
    contractOf(needs({ [name]: [] }), { components: { securitySchemes: { [name]: scheme } } })
  const oauth = (scopes: object): object => ({
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://a.example/token', scopes } },
  })

  assert.deepEqual(verdicts(secured('token', schemes.token), secured('bearer', schemes.token)), [])
  assert.deepEqual(verdicts(secured('key', schemes.read), secured('key', { ...schemes.read, name: 'X-Other' })), [
    'security-scheme-changed breaking',
  ])
  assert.deepEqual(verdicts(secured('o', oauth({ a: 'A' })), secured('o', oauth({ a: 'All', b: 'B' }))), [
    'security-scheme-extended additive',
  ])
  assert.deepEqual(verdicts(secured('o', oauth({ a: 'A', b: 'B' })), secured('o', oauth({ a: 'A' }))), [
    'security-scheme-changed breaking',
  ])
})
