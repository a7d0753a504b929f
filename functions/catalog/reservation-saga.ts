import { Problem, problem, type Versioned, versionOf } from 'twelvefold'
import { type ProductDocument, products } from './products.ts'
import { type Item, inState, isOpen, type Lack, type Reservation, reservations, type State } from './reservation.ts'
import { forget, give, take, undo } from './stock.ts'

/** Milliseconds after which nobody goes on with a reservation: less than latecomers are kept out for. */
const workFor = 60_000

type Change = (product: ProductDocument, item: Item) => ProductDocument | undefined

/**
 * Does what is left of a reservation: every step once, whoever else is at it and wherever somebody before has stopped.
 *
 * Each step is one conditional write of a product, which carries its own mark; each state is entered by one conditional
 * write of the reservation after all steps of the state before. Who reads a state thus knows that those are done.
 *
 * @returns the reservation in its final state
 */
export async function complete(reservation: Versioned<Reservation>): Promise<Versioned<Reservation>> {
  const deadline = performance.now() + workFor
  const inTime = (): void => {
    if (performance.now() > deadline) throw problem('service-unavailable', 'This took too long; try again.')
  }
  let current = reservation
  while (isOpen(current)) {
    const { next, lacking } = await doSteps(current, inTime)
    current = await enter(current, next, lacking)
  }
  return current
}

/**
 * Joins those who work on a reservation. From here on every mark stays a while: the others may come late.
 *
 * @returns the reservation as it is now
 */
export async function help(orderId: string): Promise<Versioned<Reservation>> {
  const joined = await reservations.update(orderId, (reservation) =>
    isOpen(reservation) ? { ...reservation, helped: true, openSince: Date.now() } : undefined,
  )
  if (joined === undefined) throw new Error(`the reservation ${orderId} has gone`)
  return joined
}

interface Done {
  next: State
  lacking?: readonly Lack[]
}

async function doSteps(reservation: Reservation, inTime: () => void): Promise<Done> {
  const { orderId, helped, state } = reservation
  const each = (change: Change): Promise<unknown> => changeEach(reservation, change, inTime)
  switch (state) {
    case 'pending': {
      const lacking = await takeEach(reservation, inTime)
      return lacking.length === 0 ? { next: 'taken' } : { next: 'rejecting', lacking }
    }
    case 'taken':
      await each((product) => forget(product, orderId, 'taken', helped))
      return { next: 'confirmed' }
    case 'rejecting':
      await each((product, { quantity }) => undo(product, orderId, quantity, helped))
      return { next: 'rejected' }
    case 'releasing':
      await each((product, { quantity }) => give(product, orderId, quantity))
      return { next: 'returned' }
    case 'returned':
      await each((product) => forget(product, orderId, 'given', helped))
      return { next: 'released' }
    default:
      throw new Error(`nothing is left to do for the reservation ${orderId}, which is ${state}`)
  }
}

async function takeEach(reservation: Reservation, inTime: () => void): Promise<Lack[]> {
  const lacking = new Map<string, Lack>()
  const found = await changeEach(
    reservation,
    (product, { productId, quantity }) => {
      lacking.delete(productId)
      const taken = take(product, reservation.orderId, quantity)
      if (taken !== 'lacks') return taken
      lacking.set(productId, { productId, requested: quantity, available: product.stock })
      return undefined
    },
    inTime,
  )
  reservation.items.forEach(({ productId, quantity }, index) => {
    // It was removed since it was looked at.
    if (found[index] === undefined) lacking.set(productId, { productId, requested: quantity, available: 0 })
  })
  return [...lacking.values()]
}

/** Changes every product of a reservation. A step that fails does not leave others running behind. */
async function changeEach({ items }: Reservation, change: Change, inTime: () => void): Promise<(object | undefined)[]> {
  const results = await Promise.allSettled(
    items.map((item) =>
      products.update(item.productId, (product) => {
        inTime()
        return change(product, item)
      }),
    ),
  )
  return results.map((result) => {
    if (result.status === 'fulfilled') return result.value
    const { reason } = result
    // Too many changed the product at once: that is no conflict with what the client asked for.
    if (!(reason instanceof Problem) || reason.code !== 'conflict') throw reason
    throw problem('service-unavailable', reason.message, { headers: { 'retry-after': '1' }, cause: reason })
  })
}

/** Writes the next state; where somebody else has written the reservation, what they wrote counts. */
async function enter(
  reservation: Versioned<Reservation>,
  next: State,
  lacking: readonly Lack[] | undefined,
): Promise<Versioned<Reservation>> {
  try {
    return await reservations.replace(inState(reservation, next, lacking), { ifVersion: versionOf(reservation) })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'precondition-failed') throw error
    const current = await reservations.get(reservation.orderId)
    if (current === undefined) throw error
    return current
  }
}
