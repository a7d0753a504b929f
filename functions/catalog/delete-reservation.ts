import { endpoint, reply } from 'twelvefold'
import { deleteReservation } from '#contracts/catalog'
import { release } from './reservations.ts'

export const handler = endpoint(deleteReservation, async ({ path }) => {
  await release(path.orderId)
  return reply(204)
})
