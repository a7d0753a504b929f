import assert from 'node:assert/strict'
import { expect, journey } from 'twelvefold/smoke'
import { catalog } from '#clients/catalog'

export const browse = journey(
  'somebody looks round in the shop',
  { services: ['catalog'] },
  async ({ use, step, skip }) => {
    const shop = use(catalog)

    const category = await step('sees the categories', async () => {
      const { body } = expect(await shop.listCategories({}), 200)
      return body[0]?.name ?? skip('the shop is empty')
    })
    const listed = await step('opens one of them', async () => {
      const { body } = expect(await shop.listProducts({ query: { category, limit: 3 } }), 200)
      assert.ok(
        body.every((product) => product.category === category),
        `not all products are of ${category}`,
      )
      return body[0] ?? assert.fail(`the category ${category} has no products`)
    })
    const etag = await step('looks at a product', async () => {
      const { body, headers } = expect(await shop.getProduct({ path: { productId: listed.productId } }), 200)
      assert.equal(body.name, listed.name)
      return headers.etag
    })
    await step('finds it by the beginning of its name', async () => {
      const { body } = expect(await shop.listProducts({ query: { q: listed.name.slice(0, 60), limit: 100 } }), 200)
      assert.ok(
        body.some(({ productId }) => productId === listed.productId),
        `${listed.productId} is not found`,
      )
    })
    await step('looks again, and has it still', async () => {
      const again = await shop.getProduct(
        { path: { productId: listed.productId } },
        { headers: { 'if-none-match': etag ?? '' } },
      )
      // Somebody may have bought one meanwhile.
      if (again.headers.etag === etag) assert.equal(Number(again.status), 304)
    })
    await step('asks for a product that there is not', async () => {
      expect(await shop.getProduct({ path: { productId: 'smoke-no-such-product' } }), 404)
    })
  },
)
