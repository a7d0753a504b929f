import { endpoint, reply, requireMatch } from 'twelvefold'
import { patchProduct } from '#contracts/catalog'
import { checkProduct } from './check-product.ts'
import { mergePatch } from './merge-patch.ts'
import { changeProduct, etagOf, readProduct, toInput, toProduct } from './products.ts'

export const handler = endpoint(patchProduct, async ({ path, body, event }) => {
  const before = await readProduct(path.productId)
  requireMatch(event, etagOf(before))
  const product = await changeProduct(before, checkProduct(mergePatch(toInput(before), body)))
  return reply(200, toProduct(product), { etag: etagOf(product) })
})
