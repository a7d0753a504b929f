import { type Page, problem } from 'twelvefold'
import { type ProductDocument, products, searchTextOf } from './products.ts'

export interface ProductQuery {
  category?: string | undefined
  /** The beginning of the name. */
  q?: string | undefined
  sort: 'name' | '-name' | 'price' | '-price' | 'newest' | 'oldest'
  limit: number
  cursor?: string | undefined
}

const orders = {
  name: { whole: 'byName', inCategory: 'byCategoryAndName', descending: false },
  '-name': { whole: 'byName', inCategory: 'byCategoryAndName', descending: true },
  price: { whole: 'byPrice', inCategory: 'byCategoryAndPrice', descending: false },
  '-price': { whole: 'byPrice', inCategory: 'byCategoryAndPrice', descending: true },
  newest: { whole: 'byCreation', inCategory: 'byCategoryAndCreation', descending: true },
  oldest: { whole: 'byCreation', inCategory: 'byCategoryAndCreation', descending: false },
} as const

/**
 * A page of products, out of one part of one index.
 *
 * @throws `validation-failed` for a beginning of the name together with an order that is not by name
 */
export function findProducts({ category, q, sort, limit, cursor }: ProductQuery): Promise<Page<ProductDocument>> {
  const { whole, inCategory, descending } = orders[sort]
  if (q !== undefined && whole !== 'byName') {
    const errors = [{ in: 'query', pointer: '/sort', detail: 'must be name or -name together with q' }]
    throw problem('validation-failed', 'Products that are found by name are ordered by name.', {
      extensions: { errors },
    })
  }
  const part = {
    limit,
    descending,
    ...(cursor === undefined ? {} : { cursor }),
    ...(q === undefined ? {} : { prefix: searchTextOf(q) }),
  }
  return category === undefined
    ? products.query(whole, part)
    : products.query(inCategory, { equals: { category }, ...part })
}
