import { problem, type Versioned } from 'twelvefold'
import { type OrderDocument, orders } from './order.ts'

/** @throws `not-found`, also for an order of somebody else: nobody learns that it exists */
export async function findOrder(orderId: string, buyer: string): Promise<Versioned<OrderDocument>> {
  const order = await orders.get(orderId)
  if (order?.buyer !== buyer) throw problem('not-found', `There is no order ${orderId}.`)
  return order
}
