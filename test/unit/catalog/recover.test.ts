import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { addProduct, release, reserve, stateOf, stockOf } from './catalog-calls.ts'
import { crashAfter, type Fault, withFault } from './store-faults.ts'

// The crashes of these tests are meant.
process.env.LOG_LEVEL = 'silent'
const { products } = await import('../../../functions/catalog/products.ts')
const { recover } = await import('../../../functions/catalog/recover.ts')
const { reservations } = await import('../../../functions/catalog/reservation.ts')

/** More than the writes of any reservation or release of two items. */
const mostWrites = 8
const initial = 10
let count = 0
let heal = (): void => undefined

afterEach(() => heal())

async function breakBy(fault: Fault): Promise<void> {
  heal = await withFault(fault)
}

/** Two products with a stock of 10 each, and an order for 4 of the one and 3 of the other. */
async function given(): Promise<{ order: string; items: [string, number][] }> {
  const number = count++
  await addProduct({ sku: `P-${number}`, stock: initial })
  await addProduct({ sku: `Q-${number}`, stock: initial })
  return {
    order: `order-${number}`,
    items: [
      [`p-${number}`, 4],
      [`q-${number}`, 3],
    ],
  }
}

/** Nothing is in the middle, and what is not in stock is held by the order. */
async function assertWhole(order: string, items: [string, number][], except = 0): Promise<string> {
  const state = await stateOf(order)
  const held = state === 'confirmed'
  for (const [productId, quantity] of items) {
    const stock = await stockOf(productId)
    const expected = initial - (held ? quantity : 0)
    assert.equal(stock, productId === items[1]?.[0] ? expected - except : expected, `${productId}, ${state}`)
    const { marks = {} } = (await products.get(productId)) ?? {}
    assert.ok(Object.values(marks).every(({ until }) => until !== undefined))
  }
  assert.deepEqual((await reservations.query('byOpen')).items, [])
  return state ?? 'absent'
}

for (const lastIsDone of [true, false]) {
  const last = lastIsDone ? 'that is done and not acknowledged' : 'that is not done'

  describe(`D06 a process ends at a write ${last}`, () => {
    for (let writes = 0; writes <= mostWrites; writes++) {
      test(`after ${writes} writes of a reservation: it is finished`, async () => {
        const { order, items } = await given()
        await breakBy(crashAfter(writes, lastIsDone))
        await reserve(order, items)
        heal()

        await recover({ olderThan: 0 })

        const state = await assertWhole(order, items)
        assert.equal(state, writes === 0 && !lastIsDone ? 'absent' : 'confirmed')
        assert.equal((await reserve(order, items)).status, 201)
        await assertWhole(order, items)
      })

      test(`after ${writes} writes of a reservation that lacks: it takes everything back`, async () => {
        const { order, items } = await given()
        const crash = crashAfter(writes, lastIsDone)
        const sale: { step: 'open' | 'running' | 'over' } = { step: 'open' }
        await breakBy(async (write, about) => {
          if (sale.step === 'running') return write()
          const done = await crash(write, about)
          if (sale.step === 'open') {
            // Somebody else buys between the look at the stock and the first step.
            sale.step = 'running'
            await products.update(items[1]?.[0] ?? '', (product) => ({ ...product, stock: product.stock - 9 }))
            sale.step = 'over'
          }
          return done
        })
        const answer = await reserve(order, items)
        heal()

        await recover({ olderThan: 0 })

        const state = await assertWhole(order, items, sale.step === 'over' ? 9 : 0)
        if (sale.step === 'over') assert.equal(state, 'rejected')
        if (answer.status !== 500) assert.equal(answer.status, 409)
      })

      test(`after ${writes} writes of a release: everything is given back once`, async () => {
        const { order, items } = await given()
        await reserve(order, items)
        await breakBy(crashAfter(writes, lastIsDone))
        await release(order)
        heal()

        await recover({ olderThan: 0 })
        assert.equal(await assertWhole(order, items), writes === 0 && !lastIsDone ? 'confirmed' : 'released')

        await release(order)
        assert.equal(await assertWhole(order, items), 'released')
      })
    }
  })
}

describe('D06 recovery', () => {
  test('leaves alone what is being worked on', async () => {
    const { order, items } = await given()
    await breakBy(crashAfter(2, false))
    await reserve(order, items)
    heal()

    assert.equal(await recover(), 0)
    assert.equal(await stateOf(order), 'pending')
    assert.equal(await recover({ olderThan: 0 }), 1)
    assert.equal(await assertWhole(order, items), 'confirmed')
  })

  test('a crash during recovery is recovered from', async () => {
    for (let writes = 0; writes <= mostWrites; writes++) {
      const { order, items } = await given()
      await breakBy(crashAfter(1, false))
      await reserve(order, items)
      heal()
      await breakBy(crashAfter(writes, false))
      await recover({ olderThan: 0 }).catch(() => undefined)
      heal()

      await recover({ olderThan: 0 })

      assert.equal(await assertWhole(order, items), 'confirmed')
    }
  })

  /** Holds the next write of a collection until it is let go. */
  function holdFirst(held: string): { fault: Fault; reached: Promise<void>; letGo: () => void } {
    const reached = Promise.withResolvers<void>()
    const open = Promise.withResolvers<void>()
    let isFirst = true
    const fault: Fault = async (write, { collection }) => {
      if (collection === held && isFirst) {
        isFirst = false
        reached.resolve()
        await open.promise
      }
      return write()
    }
    return { fault, reached: reached.promise, letGo: open.resolve }
  }

  test('who comes late takes nothing after others have finished and given back', async () => {
    const { order, items } = await given()
    const { fault, reached, letGo } = holdFirst('products')
    await breakBy(fault)
    const late = reserve(order, items)
    await reached

    await recover({ olderThan: 0 })
    await release(order)
    letGo()

    assert.equal((await late).status, 409)
    assert.equal(await assertWhole(order, items), 'released')
  })

  test('who comes late takes nothing after others have rejected the order, though there is stock again', async () => {
    const { order, items } = await given()
    const { fault, reached, letGo } = holdFirst('products')
    const [[productId] = ['']] = items
    await breakBy(fault)
    const late = reserve(order, items)
    await reached

    await products.update(productId, (product) => ({ ...product, stock: 0 }))
    await recover({ olderThan: 0 })
    await products.update(productId, (product) => ({ ...product, stock: initial }))
    letGo()

    assert.equal((await late).status, 409)
    assert.equal(await assertWhole(order, items), 'rejected')
  })

  test('who comes late gives nothing back a second time', async () => {
    const { order, items } = await given()
    await reserve(order, items)
    const { fault, reached, letGo } = holdFirst('products')
    await breakBy(fault)
    const late = release(order)
    await reached

    await recover({ olderThan: 0 })
    letGo()

    assert.equal((await late).status, 204)
    assert.equal(await assertWhole(order, items), 'released')
  })

  test('whatever happens at once, and whichever writes fail, the stock adds up', async () => {
    let seed = 12
    const random = (): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed / 2147483648
    }
    for (let round = 0; round < 40; round++) {
      const { order, items } = await given()
      await breakBy(async (write) => {
        for (let turns = Math.floor(random() * 6); turns > 0; turns--) await new Promise(setImmediate)
        const chance = random()
        if (chance < 0.04) throw new Error('not done')
        const done = await write()
        if (chance > 0.96) throw new Error('not acknowledged')
        return done
      })
      const act = async (): Promise<unknown> => {
        const choice = random()
        if (choice < 0.5) return reserve(order, items)
        return choice < 0.75 ? release(order) : recover({ olderThan: 0 }).catch(() => undefined)
      }
      await Promise.all([reserve(order, items), ...Array.from({ length: 6 }, act)])
      heal()

      await recover({ olderThan: 0 })

      await assertWhole(order, items)
    }
  })
})
