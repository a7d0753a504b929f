import { endpoint } from 'twelvefold'
import { getReservation } from '#contracts/catalog'
import { toPublic } from './reservation.ts'
import { findReservation } from './reservations.ts'

export const handler = endpoint(getReservation, async ({ path }) => toPublic(await findReservation(path.orderId)))
