import { randomUUID } from 'node:crypto'
import { endpoint, problem, reply } from 'twelvefold'
import { placeOrder } from '#contracts/limits'

export const handler = endpoint(placeOrder, async ({ body, idempotencyKey = '' }) => {
  if (body.quantity < 1) throw problem('unprocessable-content', 'An order has at least one piece.')
  const orderId = randomUUID()
  return reply(201, { orderId, key: idempotencyKey }, { location: `/limits/orders/${orderId}` })
})
