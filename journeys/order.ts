import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { expect, journey } from 'twelvefold/smoke'
import { catalog } from '#clients/catalog'
import { orders } from '#clients/orders'

/** What stays is a cancelled order of the client: orders are bookkeeping, and nobody can remove them. */
export const order = journey(
  'a job orders, and cancels',
  { services: ['auth', 'catalog', 'orders'], writes: true },
  async ({ use, step, cleanUp, skip }) => {
    const [shop, desk] = [use(catalog), use(orders)]
    const headers = { 'idempotency-key': `smoke-${randomUUID()}` }
    const stockOf = async (productId: string): Promise<number> =>
      expect(await shop.getProduct({ path: { productId } }), 200).body.stock

    const product = await step('finds a product that there is plenty of', async () => {
      const { body } = expect(await shop.listProducts({ query: { limit: 100 } }), 200)
      const [most] = body.toSorted((a, b) => b.stock - a.stock)
      return most !== undefined && most.stock > 0 ? most : skip('everything is sold out')
    })
    const body = { items: [{ productId: product.productId, quantity: 1 }] }
    const place = () => desk.createOrder({ headers, body })

    let cancelled = false
    const cancel = async (orderId: string): Promise<void> => {
      const { body } = expect(await desk.cancelOrder({ path: { orderId } }), 200)
      assert.equal(body.state, 'cancelled')
      cancelled = true
    }
    // The answer to the order may get lost: with the same key the order is found again, whatever became of it.
    cleanUp('leaves no order behind', async () => {
      if (cancelled) return
      const again = await place()
      if (again.status === 201 || again.status === 202) await cancel(again.body.orderId)
    })

    const before = await stockOf(product.productId)
    const { orderId } = await step('orders one', async () => {
      const { body } = expect(await place(), 201)
      assert.equal(body.state, 'confirmed')
      return body
    })
    await step('orders with the same key again: it is the same order', async () => {
      assert.equal(expect(await place(), 201).body.orderId, orderId)
    })
    await step('cannot order something else with that key', async () => {
      const items = [{ productId: product.productId, quantity: 2 }]
      expect(await desk.createOrder({ headers, body: { items } }), 422)
    })
    await step('sees one less in stock', async () => {
      assert.equal(await stockOf(product.productId), before - 1, 'or somebody else buys at the same time')
    })
    await step('finds the order, by itself and in the list', async () => {
      const found = expect(await desk.getOrder({ path: { orderId } }), 200)
      assert.equal(found.body.total.amount, product.price.amount)
      const { body } = expect(await desk.listOrders({ query: { limit: 10 } }), 200)
      assert.ok(
        body.some((one) => one.orderId === orderId),
        'the list lacks it',
      )
    })
    await step('cancels it, and once more', async () => {
      await cancel(orderId)
      await cancel(orderId)
    })
    await step('sees the stock back', async () => {
      assert.equal(await stockOf(product.productId), before, 'or somebody else buys at the same time')
    })
  },
)
