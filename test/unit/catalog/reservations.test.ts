import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addProduct, call, release, reserve, stateOf, stockOf } from './catalog-calls.ts'

describe('reserving stock', () => {
  test('every item is taken, and the reservation is at its Location', async () => {
    await addProduct({ sku: 'A-1', stock: 5 })
    await addProduct({ sku: 'A-2', stock: 5 })

    const { status, headers, body } = await reserve('order-a', [
      ['a-2', 5],
      ['a-1', 2],
    ])

    assert.equal(status, 201)
    assert.equal(headers.location, '/catalog/reservations/order-a')
    const found = await call('getReservation', { params: { orderId: 'order-a' } })
    assert.deepEqual(found.body, body)
    assert.deepEqual([await stockOf('a-1'), await stockOf('a-2')], [3, 0])
    assert.equal(await stateOf('order-a'), 'confirmed')
  })

  test('what a reservation has done to a product does not show, and is gone in the end', async () => {
    await addProduct({ sku: 'B-1', stock: 5 })
    await reserve('order-b', [['b-1', 1]])

    const { products } = await import('../../../functions/catalog/products.ts')
    assert.deepEqual((await products.get('b-1'))?.marks, {})
    assert.equal('marks' in (await call('getProduct', { params: { productId: 'b-1' } })).body, false)
  })

  test('the same request again gets the same answer and takes nothing more', async () => {
    await addProduct({ sku: 'C-1', stock: 5 })
    await addProduct({ sku: 'C-2', stock: 5 })

    const first = await reserve('order-c', [
      ['c-1', 2],
      ['c-2', 1],
    ])
    const second = await reserve('order-c', [
      ['c-2', 1],
      ['c-1', 2],
    ])

    assert.deepEqual([second.status, second.body], [201, first.body])
    assert.equal(await stockOf('c-1'), 3)
  })

  test('other items for the same order are 422', async () => {
    await addProduct({ sku: 'D-1', stock: 5 })
    await reserve('order-d', [['d-1', 1]])

    const { status, body } = await reserve('order-d', [['d-1', 2]])

    assert.equal(status, 422)
    assert.equal(body.errors?.[0]?.pointer, '/items')
    assert.equal(await stockOf('d-1'), 4)
  })

  test('where products lack nothing is taken, each is named, and the decision stands', async () => {
    await addProduct({ sku: 'E-1', stock: 5 })
    await addProduct({ sku: 'E-2', stock: 1 })
    await addProduct({ sku: 'E-3', stock: 0 })
    const items: [string, number][] = [
      ['e-1', 1],
      ['e-2', 2],
      ['e-3', 1],
    ]

    const { status, body } = await reserve('order-e', items)
    const again = await reserve('order-e', items)

    assert.equal(status, 409)
    assert.deepEqual(body.lacking, [
      { productId: 'e-2', requested: 2, available: 1 },
      { productId: 'e-3', requested: 1, available: 0 },
    ])
    assert.deepEqual([again.status, again.body.lacking], [409, body.lacking])
    assert.equal(await stockOf('e-1'), 5)
    assert.equal(await stateOf('order-e'), 'rejected')
  })

  test('a product that there is not is 422, named by its pointer, and nothing is kept', async () => {
    await addProduct({ sku: 'F-1', stock: 5 })

    const { status, body } = await reserve('order-f', [
      ['f-1', 1],
      ['f-9', 1],
    ])

    assert.equal(status, 422)
    assert.deepEqual(
      body.errors?.map(({ pointer }) => pointer),
      ['/items/1/productId'],
    )
    assert.equal((await call('getReservation', { params: { orderId: 'order-f' } })).status, 404)
    assert.equal((await reserve('order-f', [['f-1', 1]])).status, 201)
  })

  const wrong: [string, object, string][] = [
    ['no items', { orderId: 'w', items: [] }, '/items'],
    ['a quantity of 0', { orderId: 'w', items: [{ productId: 'a-1', quantity: 0 }] }, '/items/0/quantity'],
    [
      'a product that is there twice',
      {
        orderId: 'w',
        items: [
          { productId: 'a-1', quantity: 1 },
          { productId: 'a-1', quantity: 2 },
        ],
      },
      '/items/1/productId',
    ],
    ['an id with a slash', { orderId: 'a/b', items: [{ productId: 'a-1', quantity: 1 }] }, '/orderId'],
  ]
  for (const [fault, body, pointer] of wrong) {
    test(`${fault} is refused, by its pointer`, async () => {
      const answer = await call('createReservation', { body })

      assert.equal(answer.status, 400)
      assert.deepEqual(
        answer.body.errors?.map((error) => error.pointer),
        [pointer],
      )
    })
  }

  test('reservations are nobody’s business without a token', async () => {
    const headers = { authorization: '' }
    const params = { orderId: 'order-a' }
    const answers = await Promise.all([
      call('createReservation', { headers, body: { orderId: 'x', items: [{ productId: 'a-1', quantity: 1 }] } }),
      call('getReservation', { headers, params }),
      call('deleteReservation', { headers, params }),
    ])

    assert.deepEqual(
      answers.map(({ status }) => status),
      [401, 401, 401],
    )
  })

  for (const orderId of ['constructor', 'toString', 'hasOwnProperty']) {
    test(`an order called ${orderId} is one like any other`, async () => {
      await addProduct({ sku: `O-${orderId.toUpperCase()}`, stock: 3 })
      const productId = `o-${orderId.toLowerCase()}`

      assert.equal((await reserve(orderId, [[productId, 2]])).status, 201)
      assert.equal(await stockOf(productId), 1)
      assert.equal((await release(orderId)).status, 204)
      assert.equal(await stockOf(productId), 3)
    })
  }

  test('of 50 who want the last 10 at once, exactly 10 get one', async () => {
    await addProduct({ sku: 'LAST-1', stock: 10 })

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => reserve(`last-${index}`, [['last-1', 1]])),
    )

    assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(10).fill(201), ...Array(40).fill(409)])
    assert.equal(await stockOf('last-1'), 0)
  })

  test('of 20 requests for the same order at once, each gets the same answer, and it is taken once', async () => {
    await addProduct({ sku: 'SAME-1', stock: 10 })

    const answers = await Promise.all(Array.from({ length: 20 }, () => reserve('same', [['same-1', 3]])))

    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]))
    assert.equal(await stockOf('same-1'), 7)
  })

  test('two who want the same two products in either order never both get half', async () => {
    await addProduct({ sku: 'X-1', stock: 1 })
    await addProduct({ sku: 'X-2', stock: 1 })

    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        reserve(
          `both-${index}`,
          index % 2 === 0
            ? [
                ['x-1', 1],
                ['x-2', 1],
              ]
            : [
                ['x-2', 1],
                ['x-1', 1],
              ],
        ),
      ),
    )

    const got = answers.filter(({ status }) => status === 201).length
    assert.ok(got <= 1)
    assert.deepEqual([await stockOf('x-1'), await stockOf('x-2')], [1 - got, 1 - got])
  })
})

describe('giving back', () => {
  test('what was reserved is given back, once', async () => {
    await addProduct({ sku: 'R-1', stock: 5 })
    await reserve('back', [['r-1', 4]])

    const answers = await Promise.all([release('back'), release('back'), release('back')])
    const later = await release('back')

    assert.deepEqual(
      [...answers, later].map(({ status }) => status),
      [204, 204, 204, 204],
    )
    assert.equal(await stockOf('r-1'), 5)
    assert.equal(await stateOf('back'), 'released')
    assert.equal((await reserve('back', [['r-1', 4]])).status, 409)
  })

  test('what was rejected has nothing to give back', async () => {
    await addProduct({ sku: 'R-2', stock: 1 })
    await reserve('rejected', [['r-2', 2]])

    assert.equal((await release('rejected')).status, 204)
    assert.equal(await stockOf('r-2'), 1)
    assert.equal(await stateOf('rejected'), 'rejected')
  })

  test('an order that was called off before it came takes nothing when it comes', async () => {
    await addProduct({ sku: 'R-3', stock: 1 })

    assert.equal((await release('early')).status, 204)

    assert.equal((await reserve('early', [['r-3', 1]])).status, 409)
    assert.equal(await stockOf('r-3'), 1)
  })

  test('a product that was removed meanwhile does not stand in the way', async () => {
    await addProduct({ sku: 'R-4', stock: 2 })
    await addProduct({ sku: 'R-5', stock: 2 })
    await reserve('gone', [
      ['r-4', 1],
      ['r-5', 1],
    ])
    await call('deleteProduct', { params: { productId: 'r-4' } })

    assert.equal((await release('gone')).status, 204)
    assert.equal(await stockOf('r-5'), 2)
  })
})
