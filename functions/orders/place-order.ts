import { createHash } from 'node:crypto'
import { type CallContext, logger, Problem, problem } from 'twelvefold'
import { accountDeleted, isErased } from './erased-buyers.ts'
import { inState, type OrderDocument, orders, placed, withoutBuyer } from './order.ts'
import { type NewItem, quote } from './quote.ts'
import { settle } from './settle.ts'

/** Milliseconds for which a key names the same order: as long as answers are replayed. */
const keyLasts = 24 * 60 * 60 * 1000

/**
 * Places an order, or goes on with the one that the same key has placed: a process that ended in the middle has left
 * it, and nothing is ordered twice.
 *
 * @param buyer the subject of whoever orders
 * @param key the Idempotency-Key
 * @returns the order: decided, or still `placed` where the catalog cannot be reached
 * @throws a problem where nothing was ordered
 */
export async function placeOrder(
  buyer: string,
  key: string,
  wanted: readonly NewItem[],
  context: CallContext,
): Promise<OrderDocument> {
  if (await isErased(buyer)) throw accountDeleted()
  const orderId = orderIdOf(buyer, key)
  const order = (await orders.get(orderId)) ?? (await begin(orderId, buyer, wanted, context))
  if (Date.now() - Date.parse(order.placedAt) > keyLasts || !isFor(order, wanted))
    throw problem('unprocessable-content', `The key has placed the order ${orderId}; use another one.`)
  try {
    return await settle(order, context)
  } catch (error) {
    // It is written down: recovery decides it once the catalog answers.
    if (!(error instanceof Problem) || error.status < 500) throw error
    const log = context.log ?? logger()
    log.warn({ orderId, err: error }, 'an order cannot be decided yet')
    return (await orders.get(orderId)) ?? order
  }
}

/** The id is made from the key, so that one conditional insert keeps a key to one order. */
export function orderIdOf(buyer: string, key: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([buyer, key]))
    .digest('hex')
  return `o-${BigInt(`0x${hash.slice(0, 32)}`).toString(36)}`
}

/**
 * Writes the order down before anything is reserved for it.
 *
 * @throws `forbidden` for a buyer who was erased meanwhile, and whose orders were looked through before this one was there
 */
async function begin(
  orderId: string,
  buyer: string,
  wanted: readonly NewItem[],
  context: CallContext,
): Promise<OrderDocument> {
  const order = placed({ orderId, buyer, ...(await quote(wanted, context)) })
  try {
    await orders.insert(order)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'conflict') throw error
    return (await orders.get(orderId)) ?? order
  }
  // Whoever is erased from here on, the erasure finds in this order.
  if (await isErased(buyer)) {
    await withdraw(orderId)
    throw accountDeleted()
  }
  return order
}

/** Stock is given back by recovery, should anybody else have gone on with the order already. */
async function withdraw(orderId: string): Promise<void> {
  await orders.update(orderId, (now) =>
    withoutBuyer(now.state === 'placed' ? inState(now, 'cancelled', { todo: 'release' }) : now),
  )
}

const isFor = ({ items }: OrderDocument, wanted: readonly NewItem[]): boolean =>
  items.length === wanted.length &&
  items.every(({ productId, quantity }, at) => wanted[at]?.productId === productId && wanted[at]?.quantity === quantity)
