import { Problem, problem, type Versioned, versionOf } from 'twelvefold'
import { products } from './products.ts'
import { type Item, inState, isOpen, type Lack, type Reservation, reservations } from './reservation.ts'
import { complete, help } from './reservation-saga.ts'

/** Seconds for which an order that was called off beforehand cannot reserve anything. */
const calledOffFor = 7 * 24 * 60 * 60

/**
 * Takes all items from the stock, or none. Again with the same order it is what it was.
 *
 * @param items each product once, in any order
 * @returns the reservation in its final state, which may be another than `confirmed`
 * @throws `validation-failed` for a product that is there twice; `unprocessable-content` for one that there is not, and
 *   for other items than the order had before
 */
export async function reserve(orderId: string, items: readonly Item[]): Promise<Reservation> {
  refuseDuplicates(items)
  const wanted = items.toSorted((a, b) => (a.productId < b.productId ? -1 : 1))
  const before = await reservations.get(orderId)
  const begun = before === undefined ? await begin(orderId, wanted, items) : undefined
  if (begun !== undefined) return complete(begun)

  const existing = before ?? (await present(orderId))
  const calledOff = existing.items.length === 0
  if (!calledOff && JSON.stringify(existing.items) !== JSON.stringify(wanted)) {
    const errors = [{ in: 'body', pointer: '/items', detail: 'must be the items that the order had before' }]
    throw problem('unprocessable-content', `The order ${orderId} has reserved other items.`, { extensions: { errors } })
  }
  return isOpen(existing) ? complete(await help(orderId)) : existing
}

/** Gives back what the order holds, once. What has not begun cannot begin any more. */
export async function release(orderId: string): Promise<void> {
  for (;;) {
    const reservation = (await reservations.get(orderId)) ?? (await callOff(orderId))
    if (reservation.state === 'rejected' || reservation.state === 'released') return
    if (isOpen(reservation)) await complete(await help(orderId))
    else {
      const releasing = await orOther('precondition-failed', () =>
        reservations.replace(inState(reservation, 'releasing'), { ifVersion: versionOf(reservation) }),
      )
      if (releasing !== undefined) await complete(releasing)
    }
  }
}

/** @throws `not-found` */
export async function findReservation(orderId: string): Promise<Reservation> {
  const reservation = await reservations.get(orderId)
  if (reservation === undefined) throw problem('not-found', `There is no reservation for the order ${orderId}.`)
  return reservation
}

/** Writes the reservation before anything is taken. @returns undefined where somebody else was faster */
async function begin(
  orderId: string,
  wanted: Item[],
  asked: readonly Item[],
): Promise<Versioned<Reservation> | undefined> {
  const lacking = await findLacking(wanted, asked)
  const now = new Date().toISOString()
  const fresh = { orderId, items: wanted, helped: false, createdAt: now, updatedAt: now, state: 'pending' } as const
  // Where something lacks already, nothing is taken, and so nothing has to be given back.
  const document = inState(fresh, lacking.length === 0 ? 'pending' : 'rejected', lacking)
  return orOther('conflict', () => reservations.insert(document))
}

function refuseDuplicates(items: readonly Item[]): void {
  const errors = items.flatMap(({ productId }, index) => {
    const isFirst = items.findIndex((item) => item.productId === productId) === index
    return isFirst ? [] : [{ in: 'body', pointer: `/items/${index}/productId`, detail: 'is there twice' }]
  })
  if (errors.length > 0) throw problem('validation-failed', 'A product is there twice.', { extensions: { errors } })
}

async function findLacking(wanted: readonly Item[], asked: readonly Item[]): Promise<Lack[]> {
  const found = await Promise.all(wanted.map(({ productId }) => products.get(productId)))
  const stocks = new Map(found.flatMap((product) => (product ? [[product.productId, product.stock] as const] : [])))
  const unknown = asked.filter(({ productId }) => !stocks.has(productId)).map(({ productId }) => productId)
  if (unknown.length > 0) {
    const errors = asked.flatMap(({ productId }, index) =>
      stocks.has(productId) ? [] : [{ in: 'body', pointer: `/items/${index}/productId`, detail: 'is no product' }],
    )
    throw problem('unprocessable-content', `There is no product ${unknown.join(', ')}.`, { extensions: { errors } })
  }
  return wanted.flatMap(({ productId, quantity }) => {
    const available = stocks.get(productId) ?? 0
    return available < quantity ? [{ productId, requested: quantity, available }] : []
  })
}

async function callOff(orderId: string): Promise<Versioned<Reservation>> {
  const now = new Date().toISOString()
  const document: Reservation = {
    orderId,
    items: [],
    state: 'released',
    helped: false,
    createdAt: now,
    updatedAt: now,
    endsAt: Math.floor(Date.now() / 1000) + calledOffFor,
  }
  return (await orOther('conflict', () => reservations.insert(document))) ?? present(orderId)
}

async function present(orderId: string): Promise<Versioned<Reservation>> {
  const reservation = await reservations.get(orderId)
  if (reservation === undefined) throw problem('service-unavailable', `The order ${orderId} is changing; try again.`)
  return reservation
}

/** What a write gives; undefined where somebody else was faster. */
async function orOther<Result>(code: Problem['code'], write: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof Problem && error.code === code) return undefined
    throw error
  }
}
