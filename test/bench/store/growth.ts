/**
 * What the growth bench measures of one number of products, in two processes: `load <count> <folder>` fills a new folder
 * and asks it, `open <count> <folder>` opens what is there. Prints JSON.
 */
import { type KitStore, openKitStore } from './kit-store.ts'
import { makeProduct } from './product.ts'

export interface Loaded {
  loadS: number
  rssMb: number
  /** Medians, µs. */
  getUs: number
  firstPageUs: number
  halfPageUs: number
  lastPageUs: number
}

export interface Opened {
  openS: number
  rssMb: number
}

const [step, text, folder = ''] = process.argv.slice(2)
const count = Number(text)
const writers = 256
const calls = 2_000
const pageSize = 20
const longPage = 1_000

const rssMb = (): number => process.memoryUsage.rss() / 2 ** 20

async function fill({ products }: KitStore): Promise<void> {
  let next = 0
  const write = async (): Promise<void> => {
    while (next < count) await products.insert(makeProduct(next++))
  }
  await Promise.all(Array.from({ length: writers }, write))
}

/** The median time of a call, in µs. */
async function time(call: (number: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let number = 0; number < calls; number++) {
    const started = performance.now()
    await call(number)
    times.push((performance.now() - started) * 1000)
  }
  times.sort((a, b) => a - b)
  return times[times.length >> 1] ?? Number.NaN
}

/** Walks the whole index. @returns the cursors of the page at half the depth, and of the last one */
async function walk({ products }: KitStore): Promise<{ half: string; last: string }> {
  const cursors: Record<number, string> = {}
  const marks = [count / 2, count - pageSize]
  let cursor: string | undefined
  let before = ''
  let read = 0
  do {
    const limit = Math.min(longPage, (marks.find((mark) => mark > read) ?? count) - read)
    const page = await products.query('byName', { limit, cursor })
    for (const { name } of page.items) {
      if (name <= before) throw new Error(`${name} stands after ${before}`)
      before = name
    }
    read += page.items.length
    cursor = page.cursor
    if (cursor !== undefined) cursors[read] = cursor
  } while (cursor !== undefined)
  const [half, last] = marks.map((mark) => cursors[mark])
  if (read !== count || half === undefined || last === undefined) throw new Error(`${read} of ${count} were listed`)
  return { half, last }
}

async function check({ products }: KitStore, number: number): Promise<void> {
  const product = makeProduct(number)
  const found = await products.get(product.productId)
  if (JSON.stringify(found) !== JSON.stringify(product))
    throw new Error(`${product.productId} is not as it was written`)
}

async function load(): Promise<Loaded> {
  const started = performance.now()
  const store = await openKitStore(folder)
  await fill(store)
  const loadS = (performance.now() - started) / 1000
  const used = rssMb()
  const { half, last } = await walk(store)
  const { products } = store
  const page = (cursor?: string) => (): Promise<unknown> => products.query('byName', { limit: pageSize, cursor })
  const loaded = {
    loadS,
    rssMb: used,
    getUs: await time((number) => products.get(makeProduct((number * 7_919) % count).productId)),
    firstPageUs: await time(page()),
    halfPageUs: await time(page(half)),
    lastPageUs: await time(page(last)),
  }
  await store.driver.close()
  return loaded
}

async function open(): Promise<Opened> {
  const started = performance.now()
  const store = await openKitStore(folder)
  const opened = { openS: (performance.now() - started) / 1000, rssMb: rssMb() }
  for (let sample = 0; sample < 1_000; sample++) await check(store, Math.floor((sample / 1_000) * count))
  await walk(store)
  await store.driver.close()
  return opened
}

console.log(JSON.stringify(step === 'load' ? await load() : await open()))
