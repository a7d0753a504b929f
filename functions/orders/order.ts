import { collection, type } from 'twelvefold'

export interface Price {
  /** In the smallest unit of the currency. */
  amount: number
  currency: string
}

/** A product as it was ordered. */
export interface Item {
  productId: string
  name: string
  quantity: number
  price: Price
}

export interface Lack {
  productId: string
  requested: number
  available: number
}

/** placed → confirmed or rejected; placed or confirmed → cancelled. */
export type State = 'placed' | 'confirmed' | 'rejected' | 'cancelled'

export interface Order {
  orderId: string
  state: State
  items: Item[]
  total: Price
  lacking?: Lack[]
  placedAt: string
  history: { state: State; at: string }[]
}

/** An order as it is kept: with whose it is, and what is left to do at the catalog. */
export interface OrderDocument extends Order {
  /** The subject who placed it; absent once that user is erased. */
  buyer?: string
  /** Absent once nothing is left to do. */
  todo?: 'reserve' | 'release'
  /** Since when, in milliseconds since 1970; absent once nothing is left to do. */
  openSince?: number
}

export const orders = collection('orders', {
  document: type<OrderDocument>(),
  key: 'orderId',
  // What is not open is not in the second index.
  indexes: { byBuyer: ['buyer', 'placedAt'], byOpen: ['openSince'] },
})

/** A new order, with its stock still to be reserved. */
export function placed(order: Pick<OrderDocument, 'orderId' | 'items' | 'total'> & { buyer: string }): OrderDocument {
  const at = new Date().toISOString()
  return { ...order, state: 'placed', placedAt: at, history: [{ state: 'placed', at }], ...open('reserve') }
}

/** The order in another state, with what is then left to do. */
export function inState(
  order: OrderDocument,
  state: State,
  next: { todo?: 'release'; lacking?: readonly Lack[] } = {},
): OrderDocument {
  const { todo, lacking = [] } = next
  return {
    ...finished(order),
    state,
    history: [...order.history, { state, at: new Date().toISOString() }],
    ...(todo === undefined ? {} : open(todo)),
    ...(lacking.length === 0 ? {} : { lacking: [...lacking] }),
  }
}

/** The order with nothing left to do. */
export function finished({ todo: _todo, openSince: _openSince, ...order }: OrderDocument): OrderDocument {
  return order
}

/** The order as nobody's. */
export function withoutBuyer({ buyer: _buyer, ...order }: OrderDocument): OrderDocument {
  return order
}

const open = (todo: 'reserve' | 'release') => ({ todo, openSince: Date.now() })

/** The order as clients see it. */
export function toPublic({ orderId, state, items, total, lacking, placedAt, history }: OrderDocument): Order {
  return { orderId, state, items, total, placedAt, history, ...(lacking === undefined ? {} : { lacking }) }
}
