import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kitOperation } from '../../../lib/endpoint/kit-operation.ts'
import { mockOperation } from '../../../lib/mock/mock.ts'
import { eventOf } from '../../fakes/event.ts'

test('a mock refuses nobody for calling often, and keeps no answers for an Idempotency-Key', async () => {
  const handler = mockOperation(
    {
      ...kitOperation('shop', 'getIt', '/shop', ['application/json']),
      rateLimit: { rate: 1, seconds: 3600, burst: 0, per: 'client' },
      idempotencyKey: 'required',
    },
    {
      openapi: '3.1.0',
      info: { title: 'Shop', version: '1.0.0' },
      paths: {
        '/shop': {
          get: {
            operationId: 'getIt',
            responses: { 200: { description: 'ok', content: { 'application/json': { example: { fine: true } } } } },
          },
        },
      },
    },
  )
  const call = () => handler(eventOf({ path: '/shop', headers: { 'idempotency-key': 'key' } }), {})

  const answers = [await call(), await call()]

  assert.deepEqual(
    answers.map(({ statusCode, headers }) => [statusCode, headers.ratelimit, headers['idempotency-replayed']]),
    [
      [200, undefined, undefined],
      [200, undefined, undefined],
    ],
  )
})
