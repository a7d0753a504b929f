import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Case, type CaseRequest, type Expected, faulty, ok, post, refused } from './case.ts'

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
  version: string
}

const call = (id: string, name: string, request: CaseRequest, expect: Expected): Case => ({
  id,
  name,
  on: 'services',
  request,
  expect,
})

const fresh = { 'cache-control': 'no-store' }

/** The services of this repository, by what their contracts say. */
export const services: Case[] = [
  call(
    'A04',
    'hello greets the world',
    { path: '/hello' },
    {
      status: 200,
      type: 'text/plain; charset=utf-8',
      text: 'Hello world\n',
    },
  ),
  call(
    'A04',
    'hello greets the world without a body',
    { method: 'HEAD', path: '/hello' },
    {
      status: 200,
      type: 'text/plain; charset=utf-8',
      headers: { 'content-length': '12' },
    },
  ),
  call('A12', 'hello greets anybody', { path: '/hello/Zo%C3%AB%2F%25' }, ok({ message: 'Hello Zoë/%' })),
  call(
    'B05',
    'hello knows nobody with a name of more than 100 characters',
    { path: `/hello/${'a'.repeat(101)}` },
    {
      ...refused(404, {
        code: 'not-found',
        errors: [{ in: 'path', pointer: '/name', detail: 'must have at most 100 characters' }],
      }),
    },
  ),
  call(
    'B10',
    'hello keeps the keys that start with an A',
    post('/hello', { apple: 1, banana: 2, Avocado: ['ripe', null], ärger: 3 }),
    ok({ apple: 1, Avocado: ['ripe', null] }),
  ),
  call('B06', 'hello filters objects only', post('/hello', ['apple']), faulty(['body', '', 'must be object'])),
  call(
    'A14',
    'hello takes JSON only',
    { method: 'POST', path: '/hello', headers: { 'content-type': 'text/plain' }, body: '{}' },
    refused(
      415,
      {
        code: 'unsupported-media-type',
        detail: 'The body is text/plain; send application/json.',
        supported: ['application/json'],
      },
      { accept: 'application/json' },
    ),
  ),
  call(
    'A04',
    'time is now, and not from a cache',
    { path: '/time' },
    {
      status: 200,
      type: 'application/json',
      headers: fresh,
      check: ({ body }) => {
        const { time, iso } = JSON.parse(body.toString()) as { time: number; iso: string }
        assert.ok(Math.abs(time * 1000 - Date.now()) < 5_000)
        assert.equal(Date.parse(iso), Math.floor(time * 1000))
      },
    },
  ),
  call('B01', 'addition adds two', { path: '/addition?a=0.1&b=-0.5' }, ok({ result: -0.4 })),
  call(
    'B01',
    'addition refuses what it would have to round',
    { path: '/addition?a=9007199254740993' },
    faulty(
      ['query', '/b', 'is required'],
      ['query', '/a', 'must be an integer between -9007199254740991 and 9007199254740991'],
    ),
  ),
  call('B06', 'addition adds many', post('/addition', { operands: Array(10).fill(0.1) }), ok({ result: 1 })),
  call(
    'B06',
    'addition adds at most a thousand',
    post('/addition', { operands: Array(1001).fill(1) }),
    faulty(['body', '/operands', 'must have at most 1000 items']),
  ),
  call(
    'B06',
    'addition refuses a sum that is too large',
    post('/addition', { operands: [9007199254740991, 1] }),
    refused(422, { code: 'unprocessable-content', detail: 'The sum is beyond 9007199254740991 in size.' }),
  ),

  call(
    'B13',
    'a service tells its health',
    { path: '/time/-/health' },
    {
      ...ok({ status: 'ok', service: 'time' }),
      headers: fresh,
    },
  ),
  call(
    'E09',
    'a service tells its version',
    { path: '/hello/-/version' },
    {
      ...ok({ service: 'hello', version, commit: 'unknown' }),
      headers: fresh,
    },
  ),
  call(
    'B13',
    'a service publishes its contract, with an address that is right behind a prefix',
    {
      path: '/addition/-/openapi.json',
    },
    {
      status: 200,
      type: 'application/json',
      check: ({ body }) => {
        const contract = JSON.parse(body.toString())
        assert.equal(contract.openapi, '3.1.0')
        assert.deepEqual(contract.servers, [{ url: '../..' }])
        assert.deepEqual(Object.keys(contract.paths), ['/addition'])
        assert.doesNotMatch(body.toString(), /problem\.yaml/)
      },
    },
  ),
  call(
    'B07',
    'a service’s own pages take any query',
    { path: '/hello/-/health?probe=1' },
    {
      ...ok({ status: 'ok', service: 'hello' }),
      headers: fresh,
    },
  ),
]
