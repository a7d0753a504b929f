import { type CallContext, problem } from 'twelvefold'
import { catalog } from './catalog.ts'
import { finished, inState, type Lack, type OrderDocument, orders } from './order.ts'

/**
 * Does what an order has left to do at the catalog: reserves its stock, or gives it back. Each step may be repeated, by
 * this process or another one, as the catalog keeps reservations by the order's id.
 *
 * @returns the order with nothing left to do
 * @throws a problem of 500 or above where the catalog cannot be reached; the order is left as it is
 */
export async function settle(order: OrderDocument, context: CallContext): Promise<OrderDocument> {
  let current = order
  while (current.todo !== undefined) {
    current = current.todo === 'reserve' ? await reserve(current, context) : await release(current, context)
  }
  return current
}

async function reserve(order: OrderDocument, context: CallContext): Promise<OrderDocument> {
  const lacking = await askForStock(order, context)
  // Cancelled meanwhile: then the stock is to be given back, whatever the catalog has said.
  return change(order, (now) =>
    now.todo !== 'reserve'
      ? undefined
      : inState(now, lacking === undefined ? 'confirmed' : 'rejected', { lacking: lacking ?? [] }),
  )
}

/** @returns undefined where everything is reserved; else what lacks, as far as it is known */
async function askForStock({ orderId, items }: OrderDocument, context: CallContext): Promise<Lack[] | undefined> {
  const wanted = items.map(({ productId, quantity }) => ({ productId, quantity }))
  const answer = await catalog.createReservation({ body: { orderId, items: wanted } }, context)
  if (answer.status === 201) return undefined
  if (answer.status === 409) return answer.body.lacking ?? []
  // A product was taken out of the catalog since it was quoted.
  if (answer.status === 422) return []
  throw problem('bad-gateway', 'The catalog has refused a reservation.', {
    cause: new Error(`createReservation was answered ${answer.status}`),
  })
}

async function release(order: OrderDocument, context: CallContext): Promise<OrderDocument> {
  const { orderId } = order
  const answer = await catalog.deleteReservation({ path: { orderId } }, context)
  if (answer.status !== 204) {
    throw problem('bad-gateway', 'The catalog has refused to take stock back.', {
      cause: new Error(`deleteReservation was answered ${answer.status}`),
    })
  }
  return change(order, (now) => (now.todo === 'release' ? finished(now) : undefined))
}

async function change(
  { orderId }: OrderDocument,
  step: (now: OrderDocument) => OrderDocument | undefined,
): Promise<OrderDocument> {
  const changed = await orders.update(orderId, step)
  if (changed === undefined) throw new Error(`the order ${orderId} is gone`)
  return changed
}
