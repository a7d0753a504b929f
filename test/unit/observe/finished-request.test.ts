import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FinishedRequest, onFinished } from '../../../lib/observe/finished-request.ts'
import { eventOf } from '../../fakes/event.ts'

process.env.ENV = 'test'

const codeOf = (error: unknown): unknown => (error instanceof Error ? Reflect.get(error, 'code') : error)

test('whoever listens hears of every answer, by its operation, until it stops', async () => {
  const { handler } = await import('../../../functions/hello/greet.ts')
  const heard: Omit<FinishedRequest, 'request' | 'startedAt' | 'result'>[] = []
  const stop = onFinished(({ request: _request, startedAt: _startedAt, result: _result, ...finished }) =>
    heard.push(finished),
  )

  await handler(eventOf({ path: '/hello/Ada', params: { name: 'Ada' } }), {})
  await handler(eventOf({ path: '/hello/Ada', params: { name: 'x'.repeat(1_000) } }), {})
  stop()
  await handler(eventOf({ path: '/hello/Ada', params: { name: 'Ada' } }), {})

  assert.deepEqual(
    heard.map(({ durationMs: _durationMs, error, ...finished }) => ({ ...finished, code: codeOf(error) })),
    [
      [200, undefined],
      [404, 'not-found'],
    ].map(([status, code]) => ({
      service: 'hello',
      operation: 'greet',
      method: 'GET',
      path: '/hello/{name}',
      status,
      code,
    })),
  )
  assert.ok(heard.every(({ durationMs }) => durationMs > 0 && durationMs < 60_000))
})
