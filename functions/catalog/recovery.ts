import { logger } from 'twelvefold'
import { reservations } from './reservation.ts'
import { complete, help } from './reservation-saga.ts'

/** Milliseconds after which whoever works on a reservation is taken for gone; to be wrong costs nothing but work. */
const takenForGone = 5_000

/** How often a process that takes reservations looks for such that were left behind, in milliseconds. */
const every = 10_000

let lookedAt = Number.NEGATIVE_INFINITY

/**
 * Finishes or takes back every reservation that was left in the middle, by a crash or by a store that failed.
 *
 * @param options.olderThan milliseconds since somebody has last begun a state of it; 5,000 unless said
 * @returns how many were brought to their end; one that cannot be is logged, and left for the next time
 */
export async function recoverReservations({ olderThan = takenForGone }: { olderThan?: number } = {}): Promise<number> {
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

/** The same, at the first call of a process and then every ten seconds at most. */
export async function recoverNowAndThen(): Promise<void> {
  if (performance.now() - lookedAt < every) return
  lookedAt = performance.now()
  await recoverReservations()
}
