import { endpoint, reply } from 'twelvefold'
import { createProduct } from '#contracts/catalog'
import { addProduct, etagOf, toProduct } from './products.ts'

export const handler = endpoint(createProduct, async ({ body }) => {
  const product = await addProduct(body)
  return reply(201, toProduct(product), { location: `/catalog/products/${product.productId}`, etag: etagOf(product) })
})
