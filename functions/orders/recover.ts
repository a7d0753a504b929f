import { type CallContext, jobContext, Problem } from 'twelvefold'
import { eraseAgain } from './erase.ts'
import { inState, type OrderDocument, orders } from './order.ts'
import { settle } from './settle.ts'

/** Milliseconds after which whoever works on an order is taken for gone; to be wrong costs nothing but work. */
const takenForGone = 5_000

/** Milliseconds for which an order waits for a catalog that cannot be reached; then it is rejected. */
const patience = 15 * 60 * 1000

/**
 * Decides every order that was left in the middle, by a crash or because the catalog could not be reached: it becomes
 * `confirmed` or `rejected`, and what was cancelled gives its stock back. Orders of users who were erased meanwhile lose
 * their buyer. Several processes may do it at once.
 *
 * @param options.olderThan milliseconds since somebody has last begun a step of it; 5,000 unless said
 * @returns how many were brought to their end; one that cannot be is logged, and left for the next time
 */
export async function recover({ olderThan = takenForGone }: { olderThan?: number } = {}): Promise<number> {
  const context = jobContext('recoverOrders')
  const to = Date.now() - olderThan + 1
  let recovered = 0
  let cursor: string | undefined
  do {
    const page = await orders.query('byOpen', { to, limit: 100, ...(cursor === undefined ? {} : { cursor }) })
    for (const order of page.items) if (await isSettled(order, context)) recovered++
    cursor = page.cursor
  } while (cursor !== undefined)
  return recovered + (await eraseAgain())
}

async function isSettled(order: OrderDocument, context: CallContext): Promise<boolean> {
  const { orderId } = order
  try {
    await settle(order, context)
    return true
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    context.log?.warn({ orderId, err: error }, 'an order cannot be recovered yet')
    await giveUp(order)
    return false
  }
}

/** Whoever has ordered is told in the end; what the catalog may have reserved is given back once it answers again. */
async function giveUp({ orderId, placedAt }: OrderDocument): Promise<void> {
  if (Date.now() - Date.parse(placedAt) < patience) return
  await orders.update(orderId, (now) =>
    now.todo === 'reserve' ? inState(now, 'rejected', { todo: 'release' }) : undefined,
  )
}
