import { endpoint, problem, reply } from 'twelvefold'
import { createOrder } from '#contracts/orders'
import { toPublic } from './order.ts'
import { placeOrder } from './place-order.ts'

export const handler = endpoint(createOrder, async (request) => {
  const { body, caller, headers } = request
  const order = await placeOrder(caller.subject, headers['idempotency-key'], body.items, request)
  const { orderId, state, lacking = [] } = order
  if (state === 'rejected') {
    const names = lacking.map(({ productId }) => productId).join(', ') || 'a product'
    throw problem('conflict', `There is too little of ${names}.`, { extensions: { orderId, lacking } })
  }
  return reply(order.todo === 'reserve' ? 202 : 201, toPublic(order), { location: `/orders/${orderId}` })
})
