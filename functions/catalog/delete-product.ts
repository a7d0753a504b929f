import { endpoint, reply, requireMatch, versionOf } from 'twelvefold'
import { deleteProduct } from '#contracts/catalog'
import { etagOf, products, readProduct } from './products.ts'

export const handler = endpoint(deleteProduct, async ({ path, event }) => {
  const before = await readProduct(path.productId)
  const conditional = event.headers['if-match'] !== undefined
  if (conditional) requireMatch(event, etagOf(before))
  await products.remove(path.productId, conditional ? { ifVersion: versionOf(before) } : undefined)
  return reply(204)
})
