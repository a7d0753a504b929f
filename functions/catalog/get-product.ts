import { endpoint, reply } from 'twelvefold'
import { getProduct } from '#contracts/catalog'
import { etagOf, readProduct, toProduct } from './products.ts'

export const handler = endpoint(getProduct, async ({ path }) => {
  const product = await readProduct(path.productId)
  return reply(200, toProduct(product), { etag: etagOf(product) })
})
