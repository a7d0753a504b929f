import { endpoint, nextPage, reply } from 'twelvefold'
import { listOrders } from '#contracts/orders'
import { orders, toPublic } from './order.ts'

export const handler = endpoint(listOrders, async ({ query: { limit, cursor }, caller, event }) => {
  const page = await orders.query('byBuyer', { equals: { buyer: caller.subject }, descending: true, limit, cursor })
  return reply(200, page.items.map(toPublic), nextPage(event.rawQueryString, page.cursor))
})
