import { endpoint } from 'twelvefold'
import { cancelOrder } from '#contracts/orders'
import { cancel } from './cancel.ts'
import { findOrder } from './find-order.ts'
import { toPublic } from './order.ts'

export const handler = endpoint(cancelOrder, async (request) => {
  const order = await findOrder(request.path.orderId, request.caller.subject)
  return toPublic(await cancel(order, request))
})
