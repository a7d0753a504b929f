import { endpoint, reply, versionOf } from 'twelvefold'
import { getOrder } from '#contracts/orders'
import { findOrder } from './find-order.ts'
import { toPublic } from './order.ts'

export const handler = endpoint(getOrder, async ({ path, caller }) => {
  const order = await findOrder(path.orderId, caller.subject)
  return reply(200, toPublic(order), { etag: `"${versionOf(order)}"` })
})
