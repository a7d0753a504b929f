import { collection, type } from 'twelvefold'

export interface Item {
  productId: string
  quantity: number
}

export interface Lack {
  productId: string
  requested: number
  available: number
}

/**
 * pending → taken → confirmed, or pending → rejecting → rejected; confirmed → releasing → returned → released. What ends
 * in -ed but `taken` and `returned` is final.
 */
export type State = 'pending' | 'taken' | 'confirmed' | 'rejecting' | 'rejected' | 'releasing' | 'returned' | 'released'

export interface Reservation {
  orderId: string
  /** By the ids of the products. */
  items: Item[]
  state: State
  /** Somebody else than who began it has worked on it. */
  helped: boolean
  lacking?: Lack[]
  createdAt: string
  updatedAt: string
  /** Since when somebody works on it, in milliseconds since 1970; absent once nothing is left to do. */
  openSince?: number
  /** Seconds since 1970: only what was called off before it began is ever removed. */
  endsAt?: number
}

export const reservations = collection('reservations', {
  document: type<Reservation>(),
  key: 'orderId',
  // What is not open is not in the index.
  indexes: { byOpen: ['openSince'] },
  ttl: 'endsAt',
})

/** Whether steps are left to do. */
export const isOpen = ({ openSince }: Reservation): boolean => openSince !== undefined

type PublicState = ReturnType<typeof publicState>

type PublicReservation = Pick<Reservation, 'orderId' | 'items' | 'lacking' | 'createdAt' | 'updatedAt'> & {
  state: PublicState
}

/** What clients see: the decision is made once everything is taken, or is to be given back. */
export function publicState(state: State): 'pending' | 'confirmed' | 'rejected' | 'released' {
  if (state === 'taken') return 'confirmed'
  if (state === 'rejecting') return 'rejected'
  return state === 'releasing' || state === 'returned' ? 'released' : state
}

/** The reservation as clients see it. */
export function toPublic({ orderId, items, state, lacking, createdAt, updatedAt }: Reservation): PublicReservation {
  const shown = { orderId, items, state: publicState(state), createdAt, updatedAt }
  return lacking === undefined ? shown : { ...shown, lacking }
}

/** The reservation in another state. */
export function inState(reservation: Reservation, state: State, lacking: readonly Lack[] = []): Reservation {
  const { openSince: _openSince, ...rest } = reservation
  const final = state === 'confirmed' || state === 'rejected' || state === 'released'
  return {
    ...rest,
    state,
    updatedAt: new Date().toISOString(),
    ...(final ? {} : { openSince: Date.now() }),
    ...(lacking.length === 0 ? {} : { lacking: [...lacking] }),
  }
}
