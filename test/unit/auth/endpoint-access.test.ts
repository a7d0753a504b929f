import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller } from '../../../lib/auth/caller.ts'
import { endpoint } from '../../../lib/endpoint/endpoint.ts'
import type { Operation, OperationTypes } from '../../../lib/endpoint/operation.ts'
import { eventOf } from '../../fakes/event.ts'
import { signToken, testIssuer } from '../../fakes/tokens.ts'

Object.assign(process.env, testIssuer, { ENV: 'test' })

interface Types extends OperationTypes {
  responses: { 200: { body: { subject: string | undefined }; headers: object } }
  success: 200
}

const operation: Operation<Types> = {
  id: 'getOrder',
  service: 'orders',
  method: 'GET',
  path: '/orders',
  parameters: [],
  validators: {},
  strictQuery: true,
  responses: { '200': { content: { 'application/json': { kind: 'json' } } } },
  success: 200,
  security: [{ oauth: ['orders:read'] }],
  schemes: { oauth: { type: 'bearer' } },
}

const whoCalls = ({ caller }: { caller: Caller | undefined }): { subject: string | undefined } => ({
  subject: caller?.subject,
})

const handler = endpoint(operation, whoCalls)

test('a handler is told who calls', async () => {
  const authorization = `Bearer ${await signToken({ scopes: ['orders:read'], subject: 'ada' })}`

  const { statusCode, body } = await handler(eventOf({ path: '/orders', headers: { authorization } }), {})

  assert.deepEqual([statusCode, body], [200, '{"subject":"ada"}'])
})

test('a known token is answered without waiting', async () => {
  const authorization = `Bearer ${await signToken({ scopes: ['orders:read'] })}`
  await handler(eventOf({ headers: { authorization } }), {})

  assert.ok(!(handler(eventOf({ headers: { authorization } }), {}) instanceof Promise))
})

test('C01 a refusal is a problem that no cache keeps, and access is checked before the request', async () => {
  const { statusCode, headers, body } = await handler(eventOf({ query: 'unknown=1' }), {})

  assert.equal(statusCode, 401)
  assert.equal(headers['content-type'], 'application/problem+json')
  assert.equal(headers['cache-control'], 'no-store')
  assert.equal(headers['www-authenticate'], 'Bearer realm="twelvefold"')
  assert.match(body ?? '', /problems\/unauthorized/)
})

test('a token in the address is refused even beside a right one: it stands in logs', async () => {
  const token = await signToken({ scopes: ['orders:read'] })
  const query = `access_token=${token}`

  const alone = await handler(eventOf({ query }), {})
  const beside = await handler(eventOf({ query, headers: { authorization: `Bearer ${token}` } }), {})

  assert.deepEqual([alone.statusCode, beside.statusCode], [401, 400])
})

test('a key that the contract puts into the query is a parameter that it declares', async () => {
  const withKey = endpoint(
    { ...operation, security: [{ key: [] }], schemes: { key: { type: 'apiKey', in: 'query', name: 'key' } } },
    whoCalls,
    {
      schemes: {
        key: (key: string) =>
          key === 'right' ? { subject: 'link', clientId: undefined, scopes: new Set<string>(), claims: {} } : undefined,
      },
    },
  )

  const { statusCode, body } = await withKey(eventOf({ query: 'key=right' }), {})

  assert.deepEqual([statusCode, body], [200, '{"subject":"link"}'])
  assert.equal((await withKey(eventOf({ query: 'key=wrong' }), {})).statusCode, 401)
  assert.equal((await withKey(eventOf({ query: 'key=right&other=1' }), {})).statusCode, 400)
})

test('an operation whose scheme nobody checks does not load', () => {
  const schemes: Operation['schemes'] = { key: { type: 'apiKey', in: 'header', name: 'x-key' } }

  assert.throws(() => endpoint({ ...operation, security: [{ key: [] }], schemes }, whoCalls), /nobody checks key/)
})
