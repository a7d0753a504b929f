/**
 * A process that reserves and gives back, many at once, until it is killed. It says what was acknowledged.
 * Its store is `STORE_URL`; its argument begins the ids of its orders.
 */
import { setTimeout } from 'node:timers/promises'
import { Problem } from 'twelvefold'
import { products, toDocument } from '../../../functions/catalog/products.ts'
import { recover } from '../../../functions/catalog/recover.ts'
import { release, reserve } from '../../../functions/catalog/reservations.ts'
import { crashProducts, initialStock } from './shopping-products.ts'

const run = process.argv[2] ?? 'run'
const atOnce = 16

for (const sku of crashProducts) {
  const price = { amount: 100, currency: 'EUR' as const }
  await products
    .insert(toDocument({ sku, name: sku, category: 'tests', price, stock: initialStock }))
    .catch((error: unknown) => {
      if (!(error instanceof Problem) || error.code !== 'conflict') throw error
    })
}
console.log(`recovered ${await recover({ olderThan: 0 })}`)

let told = 0

function tell(state: string, orderId: string): void {
  console.log(`${state} ${orderId}\ntold ${++told}`)
}

async function shop(lane: number): Promise<void> {
  for (let count = 0; ; count++) {
    const orderId = `${run}-${lane}-${count}`
    const items = crashProducts
      .filter((_, index) => (index + lane + count) % 3 !== 0)
      .map((sku) => ({ productId: sku.toLowerCase(), quantity: 1 + ((lane + count) % 3) }))
    // Else all lanes would be at the same step whenever the process is killed.
    await setTimeout(Math.random() * 10)
    const { state } = await reserve(orderId, items)
    tell(state, orderId)
    if (count % 2 === 1) continue
    await release(orderId)
    tell(state === 'confirmed' ? 'released' : state, orderId)
  }
}

await Promise.all(Array.from({ length: atOnce }, (_, lane) => shop(lane)))
