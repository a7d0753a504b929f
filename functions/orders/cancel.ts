import { type CallContext, logger, Problem, problem } from 'twelvefold'
import { inState, type OrderDocument, orders } from './order.ts'
import { settle } from './settle.ts'

/**
 * Cancels an order, and gives its stock back: at once, or by recovery where the catalog cannot be reached.
 *
 * @throws `conflict` where it was rejected
 */
export async function cancel(order: OrderDocument, context: CallContext): Promise<OrderDocument> {
  const { orderId } = order
  const cancelled = await orders.update(orderId, (now) => {
    if (now.state === 'rejected') throw problem('conflict', `The order ${orderId} was rejected.`)
    return now.state === 'cancelled' ? undefined : inState(now, 'cancelled', { todo: 'release' })
  })
  if (cancelled === undefined) throw problem('not-found', `There is no order ${orderId}.`)
  try {
    return await settle(cancelled, context)
  } catch (error) {
    if (!(error instanceof Problem) || error.status < 500) throw error
    const log = context.log ?? logger()
    log.warn({ orderId, err: error }, 'the stock of a cancelled order cannot be given back yet')
    return cancelled
  }
}
