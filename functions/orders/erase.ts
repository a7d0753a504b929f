import { rememberErased } from './erased-buyers.ts'
import { orders } from './order.ts'

/** Orders at a time. */
const step = 100

/** Takes a user out of all of their orders; items, amounts and times stay. */
export async function erase(subject: string): Promise<void> {
  await rememberErased(subject)
  let cursor: string | undefined
  do {
    const page = await orders.query('byBuyer', {
      equals: { buyer: subject },
      limit: step,
      ...(cursor === undefined ? {} : { cursor }),
    })
    await Promise.all(page.items.map(({ orderId }) => orders.update(orderId, ({ buyer: _buyer, ...order }) => order)))
    cursor = page.cursor
  } while (cursor !== undefined)
}
