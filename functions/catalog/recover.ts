import { logger } from 'twelvefold'
import { reservations } from './reservation.ts'
import { complete, help } from './reservation-saga.ts'

/** Milliseconds after which whoever works on a reservation is taken for gone; to be wrong costs nothing but work. */
const takenForGone = 5_000

/**
 * Finishes or takes back every reservation that was left in the middle, by a crash or by a store that failed. Several
 * processes may do it at once: every step is a conditional write.
 *
 * @param options.olderThan milliseconds since somebody has last begun a state of it; 5,000 unless said
 * @returns how many were brought to their end; one that cannot be is logged, and left for the next time
 */
export async function recover({ olderThan = takenForGone }: { olderThan?: number } = {}): Promise<number> {
  const to = Date.now() - olderThan + 1
  let recovered = 0
  let cursor: string | undefined
  do {
    const page = await reservations.query('byOpen', { to, limit: 100, ...(cursor === undefined ? {} : { cursor }) })
    for (const { orderId } of page.items) {
      try {
        await complete(await help(orderId))
        recovered++
      } catch (error) {
        logger().error({ service: 'catalog', orderId, err: error }, 'a reservation cannot be recovered')
      }
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return recovered
}
