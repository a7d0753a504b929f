import { type CallContext, problem } from 'twelvefold'
import { catalog } from './catalog.ts'
import type { Item, Price } from './order.ts'

export interface NewItem {
  productId: string
  quantity: number
}

/** What items are called and cost at this moment, as the catalog says. */
export interface Quote {
  items: Item[]
  total: Price
}

/**
 * Asks the catalog for names and prices.
 *
 * @throws `validation-failed` for a product that is there twice; `unprocessable-content` for one that does not exist, for
 *   several currencies, and for a total that is beyond what can be counted exactly
 */
export async function quote(wanted: readonly NewItem[], context: CallContext): Promise<Quote> {
  refuseDuplicates(wanted)
  const found = await Promise.all(wanted.map(({ productId }) => catalog.getProduct({ path: { productId } }, context)))
  const unknown: number[] = []
  const items: Item[] = []
  wanted.forEach(({ productId, quantity }, index) => {
    const answer = found[index]
    if (answer?.status === 200) items.push({ productId, name: answer.body.name, quantity, price: answer.body.price })
    else unknown.push(index)
  })
  if (unknown.length > 0) refuseUnknown(wanted, unknown)
  return { items, total: sum(items) }
}

function refuseDuplicates(wanted: readonly NewItem[]): void {
  const errors = wanted.flatMap(({ productId }, index) => {
    const isFirst = wanted.findIndex((item) => item.productId === productId) === index
    return isFirst ? [] : [{ in: 'body', pointer: `/items/${index}/productId`, detail: 'is there twice' }]
  })
  if (errors.length > 0) throw problem('validation-failed', 'A product is there twice.', { extensions: { errors } })
}

function refuseUnknown(wanted: readonly NewItem[], unknown: readonly number[]): never {
  const errors = unknown.map((index) => ({ in: 'body', pointer: `/items/${index}/productId`, detail: 'is no product' }))
  const names = unknown.map((index) => wanted[index]?.productId).join(', ')
  throw problem('unprocessable-content', `There is no product ${names}.`, { extensions: { errors } })
}

function sum(items: readonly Item[]): Price {
  const [first] = items
  const currency = first?.price.currency ?? ''
  if (items.some(({ price }) => price.currency !== currency))
    throw problem('unprocessable-content', 'The products have different currencies; order them one by one.')
  const amount = items.reduce((total, { price, quantity }) => total + price.amount * quantity, 0)
  if (!Number.isSafeInteger(amount)) throw problem('unprocessable-content', 'The total is too large.')
  return { amount, currency }
}
