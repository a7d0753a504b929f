import type { ProductDocument } from './products.ts'

/**
 * What a reservation has done to a product, kept in the product itself and written together with its stock: so a step
 * that is repeated, after a crash or by somebody who helps, is done once.
 */
export interface Mark {
  step: 'taken' | 'refused' | 'given'
  /** Milliseconds since 1970; until then it keeps those who come late from doing an earlier step again. */
  until?: number
}

/** Id of an order → what it has done. */
export type Marks = Record<string, Mark>

/** How long marks are kept that only keep latecomers out, in milliseconds; longer than anybody works on a reservation. */
const fenceFor = 15 * 60_000

/** Takes from the stock, once. @returns undefined where nothing is to change, `lacks` where there is too little */
export function take(
  product: ProductDocument,
  orderId: string,
  quantity: number,
): ProductDocument | undefined | 'lacks' {
  if (markOf(product, orderId) !== undefined) return undefined
  return product.stock < quantity ? 'lacks' : marked(product, orderId, -quantity, { step: 'taken' })
}

/** Takes back what `take` did, once; while others work on it too, keeps them from taking later on. */
export function undo(
  product: ProductDocument,
  orderId: string,
  quantity: number,
  helped: boolean,
): ProductDocument | undefined {
  const step = markOf(product, orderId)?.step
  if (step !== 'taken' && (step !== undefined || !helped)) return undefined
  return marked(product, orderId, step === 'taken' ? quantity : 0, helped ? fence('refused') : undefined)
}

/** Gives back to the stock, once. */
export function give(product: ProductDocument, orderId: string, quantity: number): ProductDocument | undefined {
  if (markOf(product, orderId)?.step === 'given') return undefined
  return marked(product, orderId, quantity, { step: 'given' })
}

/** Removes the mark of a step once nobody can repeat that step; keeps it a while where others work on it too. */
export function forget(
  product: ProductDocument,
  orderId: string,
  step: Mark['step'],
  helped: boolean,
): ProductDocument | undefined {
  const mark = markOf(product, orderId)
  if (mark?.step !== step || mark.until !== undefined) return undefined
  return marked(product, orderId, 0, helped ? fence(step) : undefined)
}

const fence = (step: Mark['step']): Mark => ({ step, until: Date.now() + fenceFor })

/** An order may be called like something that every object has. */
const markOf = ({ marks }: ProductDocument, orderId: string): Mark | undefined =>
  Object.hasOwn(marks, orderId) ? marks[orderId] : undefined

/** The product with another stock and another mark of the order. Marks whose time is over go. */
function marked(product: ProductDocument, orderId: string, change: number, mark: Mark | undefined): ProductDocument {
  const now = Date.now()
  const others = Object.entries(product.marks).filter(
    ([id, { until }]) => id !== orderId && (until === undefined || until > now),
  )
  return {
    ...product,
    stock: product.stock + change,
    updatedAt: change === 0 ? product.updatedAt : new Date(now).toISOString(),
    marks: Object.fromEntries(mark === undefined ? others : [...others, [orderId, mark]]),
  }
}
