import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asked } from './catalog-upstream.ts'
import { addProduct, callAs, cancel, list, order, read, type Seen, stockOf } from './order-calls.ts'

test('an order has names and prices of the catalog, its total, and its states with their times', async () => {
  const lamp = await addProduct('ONE-1', 10, { amount: 6490, currency: 'EUR' })
  const cup = await addProduct('ONE-2', 10, { amount: 1250, currency: 'EUR' })

  const { status, headers, body } = await order('ada', 'one', [lamp, 1], [cup, 3])

  assert.equal(status, 201, JSON.stringify(body))
  assert.equal(headers.location, `/orders/${body.orderId}`)
  assert.equal(body.state, 'confirmed')
  assert.deepEqual(body.items, [
    { productId: lamp, name: 'The ONE-1', quantity: 1, price: { amount: 6490, currency: 'EUR' } },
    { productId: cup, name: 'The ONE-2', quantity: 3, price: { amount: 1250, currency: 'EUR' } },
  ])
  assert.deepEqual(body.total, { amount: 10240, currency: 'EUR' })
  assert.deepEqual(
    body.history.map(({ state }) => state),
    ['placed', 'confirmed'],
  )
  assert.ok(body.history.every(({ at }) => Math.abs(Date.parse(at) - Date.now()) < 60_000))
  assert.deepEqual([await stockOf(lamp), await stockOf(cup)], [9, 7])
})

test('D05: the same key and body again is the first answer again, and takes nothing more', async () => {
  const lamp = await addProduct('TWICE-1', 10)

  const first = await order('ada', 'twice', [lamp, 2])
  const second = await order('ada', 'twice', [lamp, 2])

  assert.deepEqual([second.status, second.body], [201, first.body])
  assert.equal(second.headers.location, first.headers.location)
  assert.equal(await stockOf(lamp), 8)
})

test('D05: the same key with another body is refused with 422', async () => {
  const lamp = await addProduct('OTHER-1', 10)
  await order('ada', 'other', [lamp, 1])

  const { status } = await order('ada', 'other', [lamp, 2])

  assert.equal(status, 422)
  assert.equal(await stockOf(lamp), 9)
})

test('the same key of another buyer is another order', async () => {
  const lamp = await addProduct('BUYERS-1', 10)

  const ada = await order('ada', 'same', [lamp, 1])
  const bob = await order('bob', 'same', [lamp, 1])

  assert.equal(bob.status, 201)
  assert.notEqual(bob.body.orderId, ada.body.orderId)
  assert.equal(await stockOf(lamp), 8)
})

test('an order without an Idempotency-Key is refused', async () => {
  const { status, body } = await callAs('ada', 'createOrder', { body: { items: [{ productId: 'x', quantity: 1 }] } })

  assert.equal(status, 400)
  assert.deepEqual(
    body.errors?.map(({ in: place }) => place),
    ['header'],
  )
})

test('products that do not exist are named, and nothing is ordered', async () => {
  const lamp = await addProduct('KNOWN-1', 10)

  const { status, body } = await order('cleo', 'unknown', ['none-1', 1], [lamp, 1], ['none-2', 1])

  assert.equal(status, 422)
  assert.equal(body.detail, 'There is no product none-1, none-2.')
  assert.deepEqual(
    body.errors?.map(({ pointer }) => pointer),
    ['/items/0/productId', '/items/2/productId'],
  )
  assert.deepEqual((await list('cleo')).body, [])
  assert.equal(await stockOf(lamp), 10)
})

test('a product that is there twice is a fault of the request, before the catalog is asked', async () => {
  const before = asked.length

  const { status, body } = await order('ada', 'doubled', ['lmp-1', 1], ['lmp-1', 2])

  assert.equal(status, 400)
  assert.deepEqual(body.errors, [{ in: 'body', pointer: '/items/1/productId', detail: 'is there twice' }])
  assert.equal(asked.length, before)
})

test('products of several currencies are not one order', async () => {
  const euro = await addProduct('CURRENCY-1', 10)
  const dollar = await addProduct('CURRENCY-2', 10, { amount: 500, currency: 'USD' })

  const { status } = await order('ada', 'currencies', [euro, 1], [dollar, 1])

  assert.equal(status, 422)
  assert.deepEqual([await stockOf(euro), await stockOf(dollar)], [10, 10])
})

test('where something is sold out the order is rejected, names what lacks, and holds nothing', async () => {
  const plenty = await addProduct('LACK-1', 10)
  const few = await addProduct('LACK-2', 2)

  const { status, body } = await order('dora', 'lacking', [plenty, 1], [few, 3])

  assert.equal(status, 409)
  assert.equal(body.detail, `There is too little of ${few}.`)
  assert.deepEqual(body.lacking, [{ productId: few, requested: 3, available: 2 }])
  assert.deepEqual([await stockOf(plenty), await stockOf(few)], [10, 2])
  const kept = await read('dora', body.orderId)
  assert.equal(kept.body.state, 'rejected')
  assert.deepEqual(kept.body.lacking, body.lacking)
  assert.equal((await order('dora', 'lacking', [plenty, 1], [few, 3])).status, 409)
})

test('a buyer sees the newest orders first, page by page', async () => {
  const lamp = await addProduct('LIST-1', 100)
  const placed: string[] = []
  for (let count = 0; count < 5; count++) placed.push((await order('eve', `list-${count}`, [lamp, 1])).body.orderId)

  const seen: string[] = []
  let query: string | undefined = 'limit=2'
  while (query !== undefined) {
    const { status, headers, body }: { status: number; headers: Record<string, string>; body: Seen[] } = await list(
      'eve',
      query,
    )
    assert.equal(status, 200)
    seen.push(...body.map(({ orderId }) => orderId))
    query = /^<\?(.+)>; rel="next"$/.exec(headers.link ?? '')?.[1]
  }

  assert.deepEqual(seen, placed.toReversed())
})

test("C09: somebody else's order is not there: 404, to read and to cancel", async () => {
  const lamp = await addProduct('MINE-1', 10)
  const { body } = await order('ada', 'mine', [lamp, 1])

  const [seen, cancelled, listed] = [
    await read('bob', body.orderId),
    await cancel('bob', body.orderId),
    await list('bob'),
  ]

  assert.deepEqual([seen.status, cancelled.status], [404, 404])
  assert.equal(seen.body.detail, `There is no order ${body.orderId}.`)
  assert.ok(listed.body.every(({ orderId }) => orderId !== body.orderId))
  assert.equal(await stockOf(lamp), 9)
})

test('an unchanged order is 304 for who has it already', async () => {
  const lamp = await addProduct('ETAG-1', 10)
  const { body } = await order('ada', 'etag', [lamp, 1])
  const params = { orderId: body.orderId }
  const { etag = '' } = (await read('ada', body.orderId)).headers

  const unchanged = await callAs('ada', 'getOrder', { params, headers: { 'if-none-match': etag } })
  await cancel('ada', body.orderId)
  const changed = await callAs('ada', 'getOrder', { params, headers: { 'if-none-match': etag } })

  assert.deepEqual([unchanged.status, changed.status], [304, 200])
})

test('a cancelled order gives its stock back, once', async () => {
  const lamp = await addProduct('CANCEL-1', 10)
  const { body } = await order('ada', 'cancel', [lamp, 4])

  const first = await cancel('ada', body.orderId)
  const second = await cancel('ada', body.orderId)

  assert.deepEqual([first.status, second.status], [200, 200])
  assert.deepEqual(
    second.body.history.map(({ state }) => state),
    ['placed', 'confirmed', 'cancelled'],
  )
  assert.equal(await stockOf(lamp), 10)
})

test('a rejected order cannot be cancelled', async () => {
  const lamp = await addProduct('CANCEL-2', 1)
  const { body } = await order('ada', 'cancel-rejected', [lamp, 2])

  const { status } = await cancel('ada', body.orderId)

  assert.equal(status, 409)
  assert.equal(await stockOf(lamp), 1)
})

for (const [operation, scopes] of [
  ['createOrder', ['orders:read', 'orders:erase']],
  ['cancelOrder', ['orders:read', 'orders:erase']],
  ['listOrders', ['orders:write', 'orders:erase']],
  ['getOrder', ['orders:write', 'orders:erase']],
  ['eraseUser', ['orders:read', 'orders:write']],
] as const) {
  test(`C03: ${operation} is refused to a token without its scope`, async () => {
    const { status, headers } = await callAs('ada', operation, { scopes: [...scopes] })

    assert.equal(status, 403)
    assert.match(headers['www-authenticate'] ?? '', /error="insufficient_scope"/)
  })
}

test('a user who is erased is in no order any more; items and amounts stay', async () => {
  const lamp = await addProduct('ERASE-1', 100)
  const { body } = await order('frank', 'erase', [lamp, 2])
  const { orders } = await import('../../../functions/orders/order.ts')

  const first = await callAs('auth', 'eraseUser', { params: { subject: 'frank' } })
  const second = await callAs('auth', 'eraseUser', { params: { subject: 'frank' } })

  assert.deepEqual([first.status, second.status], [204, 204])
  assert.deepEqual((await list('frank')).body, [])
  assert.equal((await read('frank', body.orderId)).status, 404)
  const kept = await orders.get(body.orderId)
  assert.doesNotMatch(JSON.stringify(kept), /frank/)
  assert.deepEqual([kept?.total, kept?.items], [body.total, body.items])
  assert.equal((await order('frank', 'after', [lamp, 1])).status, 403)
})

test('all orders of a user are erased, however many', async () => {
  const { orders, placed } = await import('../../../functions/orders/order.ts')
  const total = { amount: 1, currency: 'EUR' }
  for (let count = 0; count < 250; count++)
    await orders.insert(placed({ orderId: `o-many${count}`, buyer: 'grace', items: [], total }))

  await callAs('auth', 'eraseUser', { params: { subject: 'grace' } })

  assert.deepEqual((await list('grace')).body, [])
})
