import { Problem } from 'twelvefold'
import { type Kind, type Range, ranges, type Variant } from './demo-products.ts'
import { type ProductDocument, products, toDocument } from './products.ts'

const firstDay = Date.UTC(2026, 0, 5, 9)
const hour = 60 * 60 * 1000

/** How many are added at once: what waits for one of DynamoDB's connections for more than a second gives up. */
const atOnce = 25

/** Adds the demo products that are not there yet, and says how many those were. */
export async function seed(): Promise<number> {
  const left = demoProducts()
  let count = 0
  while (left.length > 0) {
    const some = left.splice(0, atOnce)
    const added = await Promise.all(some.map((product) => products.insert(product).then(isAdded, isThere)))
    count += added.filter(Boolean).length
  }
  return count
}

const isAdded = (): boolean => true

function isThere(error: unknown): boolean {
  if (error instanceof Problem && error.code === 'conflict') return false
  throw error
}

/** The same products each time, whenever and wherever it is called. */
function demoProducts(): ProductDocument[] {
  const all = ranges.flatMap((range) =>
    range.variants.flatMap((variant) => range.kinds.map((kind) => ({ range, variant, kind }))),
  )
  return all.map(({ range, variant, kind }, index) => describe(range, variant, kind, index, all.length))
}

function describe(range: Range, variant: Variant, kind: Kind, index: number, count: number): ProductDocument {
  const [material, about, factor] = variant
  const [name, sentence, euros] = kind
  const number = range.variants.indexOf(variant) * 100 + range.kinds.indexOf(kind) + 1
  // Steps that share no divisor with the count visit each place once: no two were added at the same time.
  const createdAt = new Date(firstDay + ((index * 89) % count) * 29 * hour).toISOString()
  const document = toDocument({
    sku: `${range.code}-${String(number).padStart(4, '0')}`,
    name: `${material} ${name}`,
    description: `${sentence} ${about}`,
    category: range.category,
    price: { amount: toPrice(euros * factor), currency: 'EUR' },
    stock: stockOf(index),
  })
  return { ...document, createdAt, updatedAt: createdAt }
}

/** Cents, as a shop would write them: 19.90, 4.50. */
const toPrice = (euros: number): number => (euros < 10 ? Math.round(euros * 2) * 50 : Math.round(euros) * 100 - 10)

/** Most are there in tens, some in ones, and a few are sold out. */
const stockOf = (index: number): number => (index % 23 === 7 ? 0 : ((index * 37) % 60) + 2)
