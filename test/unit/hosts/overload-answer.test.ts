import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endpoint } from 'twelvefold'
import { kitOperation } from '../../../lib/endpoint/kit-operation.ts'
import type { Operation } from '../../../lib/endpoint/operation.ts'
import type { Endpoint } from '../../../lib/hosts/application.ts'
import { createBusyAnswers } from '../../../lib/hosts/overload-answer.ts'
import { eventOf } from '../../fakes/event.ts'

const endpointOf = (id: string, cors?: false): Endpoint => {
  const operation: Operation = {
    ...kitOperation('shop', id, `/shop/${id}`, ['application/json']),
    ...(cors === false ? { cors } : {}),
  }
  return { operation, handler: endpoint(operation, () => ({})) }
}

const [item, page, health, metrics] = [
  endpointOf('getItem'),
  endpointOf('showPage', false),
  endpointOf('getHealth'),
  endpointOf('getMetrics'),
]
const whenBusy = createBusyAnswers([item, page, health, metrics], [metrics])

test('a busy process answers 503 with Retry-After, as a problem, readable where the operation is', async () => {
  const event = eventOf({ path: '/shop/getItem', headers: { origin: 'https://shop.example' } })
  const answers = await Promise.all([item, page].map(({ handler }) => whenBusy(handler)(event, {})))

  assert.deepEqual(
    answers.map(({ statusCode, headers }) => [
      statusCode,
      headers['content-type'],
      headers['access-control-allow-origin'],
    ]),
    [
      [503, 'application/problem+json', '*'],
      [503, 'application/problem+json', undefined],
    ],
  )
  for (const { headers } of answers) assert.match(headers['retry-after'] ?? '', /^[123]$/)
})

test('health and what the host itself answers are never refused', () => {
  for (const { handler } of [health, metrics]) assert.equal(whenBusy(handler), handler)
})
