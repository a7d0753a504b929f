import { products } from './products.ts'

/** How many categories are told at most; each costs a query of one product. */
const mostCategories = 200

/**
 * The categories that have a product, by name. They are read off an index: from the first product of one category on to
 * the first of the next, so that there is no list of them that could differ from the products.
 */
export async function findCategories(): Promise<string[]> {
  const found: string[] = []
  let from: string | undefined
  while (found.length < mostCategories) {
    const { items } = await products.query('byCategory', { limit: 1, ...(from === undefined ? {} : { from }) })
    const category = items[0]?.category
    if (category === undefined) break
    found.push(category)
    // No text is between a category and itself with the lowest character appended.
    from = `${category}\u0000`
  }
  return found
}
