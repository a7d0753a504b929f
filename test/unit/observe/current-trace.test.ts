import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { endpoint, problem } from 'twelvefold'
import { kitOperation } from '../../../lib/endpoint/kit-operation.ts'
import { currentTrace, followTraces } from '../../../lib/observe/current-trace.ts'
import { eventOf } from '../../fakes/event.ts'

test('code that is handed no request knows its trace once traces are followed, and not before', async () => {
  const seen: (string | undefined)[] = []
  const handler = endpoint(kitOperation('front', 'getFront', '/front', ['application/json']), async () => {
    await setImmediate()
    seen.push(currentTrace()?.traceId)
    return {}
  })
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const event = () => eventOf({ path: '/front', headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` } })

  await handler(event(), {})
  followTraces()
  await handler(event(), {})

  assert.deepEqual(seen, [undefined, traceId])
  assert.equal(currentTrace(), undefined)
})

test('middlewares before, after and in an error run within the trace too, and what is around the stack does not', async () => {
  followTraces()
  const seen: (string | undefined)[] = []
  const see = async (): Promise<void> => {
    await setImmediate()
    seen.push(currentTrace()?.traceId)
  }
  const operation = kitOperation('front', 'getFront', '/front', ['application/json'])
  const use = { before: see, after: see, onError: see }
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const event = () => eventOf({ path: '/front', headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` } })

  const good = await endpoint(operation, () => ({}), { use })(event(), {})
  const bad = await endpoint(
    operation,
    () => {
      throw problem('conflict')
    },
    { use },
  )(event(), {})

  assert.deepEqual([good.statusCode, bad.statusCode], [200, 409])
  assert.deepEqual(seen, [traceId, traceId, traceId, traceId])
  assert.equal(currentTrace(), undefined)
})
