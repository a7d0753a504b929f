import { endpoint, problem, reply } from 'twelvefold'
import { createReservation } from '#contracts/catalog'
import { publicState, toPublic } from './reservation.ts'
import { reserve } from './reservations.ts'

export const handler = endpoint(createReservation, async ({ body }) => {
  const reservation = await reserve(body.orderId, body.items)
  const { orderId, lacking = [], state } = reservation
  if (publicState(state) === 'released') throw problem('conflict', `The order ${orderId} was called off.`)
  if (publicState(state) === 'rejected') {
    const names = lacking.map(({ productId }) => productId).join(', ')
    throw problem('conflict', `There is too little of ${names}.`, { extensions: { lacking } })
  }
  return reply(201, toPublic(reservation), { location: `/catalog/reservations/${orderId}` })
})
