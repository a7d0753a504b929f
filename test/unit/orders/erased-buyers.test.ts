import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { holdFirst, letFate } from './catalog-upstream.ts'
import { addProduct, callAs, list, order, read, stockOf } from './order-calls.ts'

const { orders, placed } = await import('../../../functions/orders/order.ts')
const { recover } = await import('../../../functions/orders/recover.ts')
const { orderIdOf } = await import('../../../functions/orders/place-order.ts')

const minute = 60_000

const erase = async (subject: string): Promise<void> => {
  const { status } = await callAs('auth', 'eraseUser', { params: { subject } })
  assert.equal(status, 204)
}

/** An order that is there before anybody asks the catalog about it. */
const insert = (orderId: string, buyer: string) =>
  orders.insert(placed({ orderId, buyer, items: [], total: { amount: 1, currency: 'EUR' } }))

const isReservation = (call: string): boolean => call === 'POST /catalog/reservations'

afterEach(() => letFate(() => 'pass'))

test('who is erased while their order waits for prices has ordered nothing, and no data of theirs stays', async () => {
  const lamp = await addProduct('ERASED-1', 10)
  const held = holdFirst((call) => call.startsWith('GET /catalog/products'))
  const ordering = order('hanna', 'under-way', [lamp, 3])
  await held.reached

  await erase('hanna')
  held.letGo()
  const { status, body } = await ordering

  assert.deepEqual([status, body.detail], [403, 'This account was deleted.'])
  const orderId = orderIdOf('hanna', 'under-way')
  const kept = await orders.get(orderId)
  assert.doesNotMatch(JSON.stringify(kept), /hanna/)
  assert.equal(kept?.state, 'cancelled')
  assert.deepEqual([(await list('hanna')).body, (await read('hanna', orderId)).status], [[], 404])
  await recover({ olderThan: 0 })
  assert.equal((await orders.get(orderId))?.todo, undefined)
  assert.equal(await stockOf(lamp), 10)
  assert.equal((await order('hanna', 'under-way', [lamp, 3])).status, 403)
})

test('who is erased while their stock is being reserved is taken out of the order, which holds', async () => {
  const lamp = await addProduct('ERASED-2', 10)
  const held = holdFirst(isReservation)
  const ordering = order('ivan', 'reserving', [lamp, 3])
  await held.reached

  await erase('ivan')
  held.letGo()
  const { status, body } = await ordering

  assert.equal(status, 201)
  const kept = await orders.get(body.orderId)
  assert.doesNotMatch(JSON.stringify(kept), /ivan/)
  assert.equal(kept?.state, 'confirmed')
  assert.equal(await stockOf(lamp), 7)
})

test('an order that the index did not show when its buyer was erased is found by the recovery', async () => {
  await erase('jill')
  await insert('o-unseen', 'jill')

  const recovered = await recover()

  assert.equal(recovered, 1)
  assert.equal((await orders.get('o-unseen'))?.buyer, undefined)
  assert.equal(await recover(), 0)
})

test('a process that ended between an order and the look for its buyer leaves nothing of who is gone', async (context) => {
  await erase('kim')
  await insert('o-crashed', 'kim')
  // However long nobody looked: the first pass after it does.
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3 * 24 * 60 * minute })

  await recover()

  assert.equal((await orders.get('o-crashed'))?.buyer, undefined)
})

test('once a pass has looked when nothing can come any more, an erasure is over; the account stays refused for a day', async (context) => {
  const { erasedBuyers } = await import('../../../functions/orders/erased-buyers.ts')
  const lamp = await addProduct('ERASED-3', 10)
  await erase('lena')
  const isOpen = async (): Promise<boolean> =>
    (await erasedBuyers.query('byOpen')).items.some(({ subject }) => subject === 'lena')
  await recover()
  const before = await isOpen()
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 16 * minute })

  await recover()

  assert.deepEqual([before, await isOpen()], [true, false])
  assert.equal((await order('lena', 'after', [lamp, 1])).status, 403)
  context.mock.timers.tick(24 * 60 * minute)
  assert.equal(await erasedBuyers.get('lena'), undefined)
})

test('an erasure that is asked for again looks again', async (context) => {
  const { erasedBuyers } = await import('../../../functions/orders/erased-buyers.ts')
  await erase('mona')
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 16 * minute })
  await recover()
  await erase('mona')
  await insert('o-again', 'mona')

  await recover()

  assert.equal((await orders.get('o-again'))?.buyer, undefined)
  assert.equal((await erasedBuyers.get('mona'))?.endsAt, undefined)
})
