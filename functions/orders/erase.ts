import { closeErasure, erasedBuyers, rememberErased } from './erased-buyers.ts'
import { orders, withoutBuyer } from './order.ts'

/** Orders at a time. */
const step = 100

/**
 * Milliseconds after which nothing that began before an erasure can still write an order, and every index shows what was
 * written: the longest that a function may run on Lambda.
 */
const allIsWritten = 15 * 60 * 1000

/** Takes a user out of all of their orders; items, amounts and times stay. What is not seen yet, {@link eraseAgain} finds. */
export async function erase(subject: string): Promise<void> {
  await rememberErased(subject)
  await removeBuyer(subject)
}

/**
 * Looks again for orders of users who were erased lately: the process that placed one may have ended before it looked
 * itself, and an index may have shown it late (DynamoDB's follow what is written).
 *
 * @returns how many orders were still somebody's
 */
export async function eraseAgain(): Promise<number> {
  const now = Date.now()
  let found = 0
  let cursor: string | undefined
  do {
    const page = await erasedBuyers.query('byOpen', { limit: step, ...(cursor === undefined ? {} : { cursor }) })
    for (const erased of page.items) {
      found += await removeBuyer(erased.subject)
      if (now - (erased.openSince ?? 0) > allIsWritten) await closeErasure(erased)
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return found
}

/** @returns how many orders had the user as their buyer */
async function removeBuyer(subject: string): Promise<number> {
  let removed = 0
  let cursor: string | undefined
  do {
    const page = await orders.query('byBuyer', {
      equals: { buyer: subject },
      limit: step,
      ...(cursor === undefined ? {} : { cursor }),
    })
    await Promise.all(page.items.map(({ orderId }) => orders.update(orderId, withoutBuyer)))
    removed += page.items.length
    cursor = page.cursor
  } while (cursor !== undefined)
  return removed
}
