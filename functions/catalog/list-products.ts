import { endpoint, nextPage, reply } from 'twelvefold'
import { listProducts } from '#contracts/catalog'
import { findProducts } from './find-products.ts'
import { toProduct } from './products.ts'

export const handler = endpoint(listProducts, async ({ query, event }) => {
  const { items, cursor } = await findProducts(query)
  return reply(200, items.map(toProduct), nextPage(event.rawQueryString, cursor))
})
