import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endpoint } from 'twelvefold'
import type { EndpointHandler } from '../../../lib/endpoint/exchange.ts'
import { kitOperation } from '../../../lib/endpoint/kit-operation.ts'
import type { Operation } from '../../../lib/endpoint/operation.ts'
import type { Endpoint } from '../../../lib/hosts/application.ts'
import { createBusyAnswers } from '../../../lib/hosts/overload-answer.ts'
import { createTooLargeAnswers } from '../../../lib/hosts/too-large-answer.ts'

import { eventOf } from '../../fakes/event.ts'

const endpointOf = (id: string, more: Partial<Operation> = {}): Endpoint => {
  const operation: Operation = { ...kitOperation('shop', id, `/shop/${id}`, ['application/json']), ...more }
  return { operation, handler: endpoint(operation, () => ({})) }
}

const deprecation = { deprecation: '@1780272000', sunset: 'Thu, 31 Dec 2026 00:00:00 GMT' }
const [going, staying, page] = [
  endpointOf('getGoing', { deprecation }),
  endpointOf('getItem'),
  endpointOf('showPage', { cors: false }),
]
const all = [going, staying, page]

const refusals: [why: string, status: number, answer: (handler: EndpointHandler) => EndpointHandler][] = [
  ['the process is busy', 503, createBusyAnswers(all)],
  ['its body is too large to be read', 413, createTooLargeAnswers(all)],
]

for (const [why, status, answer] of refusals) {
  test(`where ${why}, an answer says what it says elsewhere: that the operation is going, and who may read it`, async () => {
    const event = eventOf({ path: '/shop/any', headers: { origin: 'https://shop.example' } })
    const answers = await Promise.all(all.map(({ handler }) => answer(handler)(event, {})))

    assert.deepEqual(
      answers.map(({ statusCode, headers }) => [
        statusCode,
        headers.deprecation,
        headers.sunset,
        headers['access-control-allow-origin'],
      ]),
      [
        [status, deprecation.deprecation, deprecation.sunset, '*'],
        [status, undefined, undefined, '*'],
        [status, undefined, undefined, undefined],
      ],
    )
  })
}
