import assert from 'node:assert/strict'
import { afterEach, type TestContext, test } from 'node:test'
import { asked, type Fate, letFate } from './catalog-upstream.ts'
import { addProduct, cancel, list, order, read, stockOf } from './order-calls.ts'

const isReservation = (call: string): boolean => call.includes('/catalog/reservations')
const onReservations = (fate: Fate) => (call: string) => (isReservation(call) ? fate : 'pass')

const recoverAll = async (): Promise<number> =>
  (await import('../../../functions/orders/recover.ts')).recover({ olderThan: 0 })

afterEach(() => letFate(() => 'pass'))

/** Time goes on until a breaker that has opened lets a call through. */
function waitForBreaker(context: TestContext): void {
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 10_000 })
}

test('D06: where the catalog is down before anything was ordered, nothing is', async (context) => {
  const lamp = await addProduct('DOWN-1', 10)
  letFate(() => 'refuse')

  const { status } = await order('ada', 'down', [lamp, 1])

  assert.equal(status, 502)
  assert.deepEqual((await list('ada')).body, [])
  letFate(() => 'pass')
  waitForBreaker(context)
  assert.equal((await order('ada', 'down', [lamp, 1])).status, 201)
  assert.equal(await stockOf(lamp), 9)
})

test('D06: where the catalog goes down in the middle, the order is placed, and confirmed once it is back', async (context) => {
  const lamp = await addProduct('MIDDLE-1', 10)
  letFate(onReservations('refuse'))

  const { status, body, headers } = await order('ada', 'middle', [lamp, 3])

  assert.equal(status, 202, JSON.stringify(body))
  assert.equal(body.state, 'placed')
  assert.equal(headers.location, `/orders/${body.orderId}`)
  letFate(() => 'pass')
  waitForBreaker(context)
  assert.equal(await recoverAll(), 1)
  assert.equal((await read('ada', body.orderId)).body.state, 'confirmed')
  assert.equal(await stockOf(lamp), 7)
  assert.equal(await recoverAll(), 0)
})

test('D06: an order whose reservation was made and whose answer got lost takes its stock once', async (context) => {
  const lamp = await addProduct('LOST-1', 10)
  letFate(onReservations('lose'))

  const { status, body } = await order('ada', 'lost', [lamp, 3])

  assert.equal(status, 202)
  letFate(() => 'pass')
  waitForBreaker(context)
  await recoverAll()
  assert.equal((await read('ada', body.orderId)).body.state, 'confirmed')
  assert.equal(await stockOf(lamp), 7)
})

test('a reservation that fails once is asked for again: its id makes that safe', async (context) => {
  waitForBreaker(context)
  const lamp = await addProduct('AGAIN-1', 10)
  let count = 0
  letFate((call) => (isReservation(call) && count++ === 0 ? 'lose' : 'pass'))

  const { status } = await order('ada', 'again', [lamp, 1])

  assert.equal(status, 201)
  assert.equal(await stockOf(lamp), 9)
})

test('D06: a rejection is found by recovery as well', async (context) => {
  waitForBreaker(context)
  const lamp = await addProduct('REJECT-1', 1)
  letFate(onReservations('refuse'))
  const { body } = await order('ada', 'reject', [lamp, 2])
  letFate(() => 'pass')
  context.mock.timers.setTime(Date.now() + 10_000)

  await recoverAll()

  const { state, lacking } = (await read('ada', body.orderId)).body
  assert.equal(state, 'rejected')
  assert.deepEqual(lacking, [{ productId: lamp, requested: 2, available: 1 }])
  assert.equal(await stockOf(lamp), 1)
})

test('a catalog that stays away for long has the order rejected, and takes back what it had given', async (context) => {
  waitForBreaker(context)
  const lamp = await addProduct('AWAY-1', 10)
  letFate(onReservations('lose'))
  const { body } = await order('ada', 'away', [lamp, 3])
  assert.equal(await stockOf(lamp), 7)

  context.mock.timers.setTime(Date.now() + 16 * 60_000)
  assert.equal(await recoverAll(), 0)

  assert.equal((await read('ada', body.orderId)).body.state, 'rejected')
  letFate(() => 'pass')
  context.mock.timers.setTime(Date.now() + 10_000)
  assert.equal(await recoverAll(), 1)
  assert.equal(await stockOf(lamp), 10)
  assert.equal((await read('ada', body.orderId)).body.state, 'rejected')
})

test('D06: an order that is cancelled while the catalog is away gives its stock back later, once', async (context) => {
  waitForBreaker(context)
  const lamp = await addProduct('LATER-1', 10)
  const { body } = await order('ada', 'later', [lamp, 3])
  letFate(onReservations('refuse'))

  const { status, body: cancelled } = await cancel('ada', body.orderId)

  assert.deepEqual([status, cancelled.state], [200, 'cancelled'])
  assert.equal(await stockOf(lamp), 7)
  letFate(() => 'pass')
  context.mock.timers.setTime(Date.now() + 10_000)
  assert.equal(await recoverAll(), 1)
  assert.equal(await stockOf(lamp), 10)
  assert.equal(await recoverAll(), 0)
  assert.equal(await stockOf(lamp), 10)
})

test('D06: an order that is cancelled before its stock was reserved never holds any', async (context) => {
  waitForBreaker(context)
  const lamp = await addProduct('EARLY-1', 10)
  letFate(onReservations('refuse'))
  const { body } = await order('ada', 'early', [lamp, 3])
  letFate(() => 'pass')
  context.mock.timers.setTime(Date.now() + 10_000)

  await cancel('ada', body.orderId)
  await recoverAll()

  assert.equal((await read('ada', body.orderId)).body.state, 'cancelled')
  assert.equal(await stockOf(lamp), 10)
})

test('a process that ended between two steps leaves an order that the same key goes on with', async (context) => {
  waitForBreaker(context)
  const lamp = await addProduct('CRASH-1', 10)
  const { orders, placed } = await import('../../../functions/orders/order.ts')
  const { orderIdOf } = await import('../../../functions/orders/place-order.ts')
  const price = { amount: 500, currency: 'EUR' }
  const orderId = orderIdOf('ada', 'crash')
  const items = [{ productId: lamp, name: 'The CRASH-1', quantity: 2, price }]
  await orders.insert(placed({ orderId, buyer: 'ada', items, total: { amount: 1000, currency: 'EUR' } }))
  const before = asked.filter(isReservation).length

  const { status, body } = await order('ada', 'crash', [lamp, 2])

  assert.deepEqual([status, body.orderId, body.state], [201, orderId, 'confirmed'])
  assert.equal(asked.filter(isReservation).length, before + 1)
  assert.equal(await stockOf(lamp), 8)
})
