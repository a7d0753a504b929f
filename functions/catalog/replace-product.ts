import { endpoint, reply, requireMatch } from 'twelvefold'
import { replaceProduct } from '#contracts/catalog'
import { changeProduct, etagOf, readProduct, toProduct } from './products.ts'

export const handler = endpoint(replaceProduct, async ({ path, body, event }) => {
  const before = await readProduct(path.productId)
  requireMatch(event, etagOf(before))
  const product = await changeProduct(before, body)
  return reply(200, toProduct(product), { etag: etagOf(product) })
})
