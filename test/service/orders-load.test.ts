import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { type Running, runCommand, runNode } from '../fakes/command.ts'
import { startDynamodb } from '../fakes/dynamodb.ts'
import { startTokenIssuer } from '../fakes/token-issuer.ts'

const root = join(import.meta.dirname, '..', '..')
const stock = 100
const buyers = 200

interface Product {
  productId: string
  stockLeft: () => Promise<number>
}

interface Shop {
  /** The addresses of the two processes of orders. */
  orders: string[]
  /** The two processes of the catalog; the first sells to the first process of orders. */
  catalogs: Running[]
  /** Adds a product of which the last items are left. */
  addProduct: (sku: string) => Promise<Product>
  tokenOf: (subject: string, ...scopes: string[]) => Promise<string>
  /** Starts the first catalog again, where it was. */
  restart: () => Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Two processes of orders and two of the catalog over one DynamoDB, with the last items of a product. */
async function openShop(context: TestContext): Promise<Shop> {
  const [{ url, close }, issuer] = await Promise.all([startDynamodb(), startTokenIssuer()])
  context.after(close)
  context.after(issuer.close)
  const env = { ...issuer.env, ENV: 'test', LOG_LEVEL: 'info', STORE_URL: url('load'), RECOVER_INTERVAL_MS: '500' }
  const created = runCommand(context, root, ['store', 'create'], env)
  assert.equal(await created.ended(), 0, created.output())
  const built = runCommand(context, root, ['build'])
  assert.equal(await built.ended(), 0, built.output())
  const start = async (more: Record<string, string>): Promise<Running> => {
    const running = runNode(context, root, ['dist/server.js'], { ...env, ...more })
    await running.printed(/"msg":"listening"/)
    return running
  }
  const ports = [await freePort(), await freePort(), await freePort(), await freePort()]
  const [firstCatalog, secondCatalog, ...orderPorts] = ports
  const startCatalog = (port = 0): Promise<Running> => start({ SERVICES: 'catalog', PORT: String(port) })
  const catalogs = await Promise.all([startCatalog(firstCatalog), startCatalog(secondCatalog)])
  await Promise.all(
    orderPorts.map((port, at) =>
      start({ SERVICES: 'orders', PORT: String(port), CATALOG_URL: `http://127.0.0.1:${ports[at]}` }),
    ),
  )
  const catalog = `http://127.0.0.1:${secondCatalog}/catalog/products`
  const addProduct = async (sku: string): Promise<Product> => {
    const added = await fetch(catalog, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await issuer.tokenOf('keeper', 'catalog:write')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ sku, name: sku, category: 'lamps', price: { amount: 1250, currency: 'EUR' }, stock }),
    })
    const { productId } = (await added.json()) as { productId: string }
    return {
      productId,
      stockLeft: async () => ((await (await fetch(`${catalog}/${productId}`)).json()) as { stock: number }).stock,
    }
  }
  return {
    orders: orderPorts.map((port) => `http://127.0.0.1:${port}/orders`),
    catalogs,
    addProduct,
    tokenOf: issuer.tokenOf,
    restart: async () => void (await startCatalog(firstCatalog)),
  }
}

/** One buyer: places an order for one item, again with the same key while the answer is an error of the servers. */
async function buy({ orders, tokenOf }: Shop, { productId }: Product, buyer: string, at: number): Promise<void> {
  const headers = {
    authorization: `Bearer ${await tokenOf(buyer, 'orders:write')}`,
    'content-type': 'application/json',
    'idempotency-key': 'only',
  }
  const body = JSON.stringify({ items: [{ productId, quantity: 1 }] })
  for (;;) {
    const answer = await fetch(orders[at % 2] ?? '', { method: 'POST', headers, body })
    await answer.arrayBuffer()
    if (answer.status === 201 || answer.status === 202) return
    // Sold out: for good, where it is not about a first request that is still under way.
    if (answer.status === 409 && answer.headers.get('retry-after') === null) return
    assert.ok(answer.status >= 500 || answer.status === 409, String(answer.status))
    await setTimeout(50)
  }
}

/** The state of each buyer's only order, once none is left undecided. */
async function decided({ orders, tokenOf }: Shop, who: readonly string[]): Promise<string[]> {
  const states: string[] = []
  for (const [at, buyer] of who.entries()) {
    const headers = { authorization: `Bearer ${await tokenOf(buyer, 'orders:read')}` }
    for (;;) {
      const placed = (await (await fetch(orders[at % 2] ?? '', { headers })).json()) as { state: string }[]
      assert.equal(placed.length, 1, JSON.stringify(placed))
      const state = placed[0]?.state ?? ''
      if (state !== 'placed') {
        states.push(state)
        break
      }
      await setTimeout(100)
    }
  }
  return states
}

function assertSoldExactly(states: string[], left: number): void {
  const count = (state: string): number => states.filter((one) => one === state).length
  assert.deepEqual(
    { confirmed: count('confirmed'), rejected: count('rejected'), left },
    { confirmed: 100, rejected: 100, left: 0 },
  )
}

const crowd = (name: string): string[] => Array.from({ length: buyers }, (_, at) => `${name}-${at}`)

test('the last items of a product are sold exactly, over two processes of each service', async (context) => {
  const shop = await openShop(context)

  await context.test('200 buyers of the last 100 get exactly 100', async () => {
    const product = await shop.addProduct('LAST-100')
    const who = crowd('buyer')

    await Promise.all(who.map((buyer, at) => buy(shop, product, buyer, at)))

    assertSoldExactly(await decided(shop, who), await product.stockLeft())
  })

  await context.test('D06 so they do while one catalog is killed and started again', async () => {
    const product = await shop.addProduct('LAST-200')
    const who = crowd('late-buyer')

    const bought = who.map((buyer, at) => buy(shop, product, buyer, at))
    await Promise.race(bought)
    shop.catalogs[0]?.child.kill('SIGKILL')
    await shop.catalogs[0]?.ended()
    await shop.restart()
    await Promise.all(bought)

    assertSoldExactly(await decided(shop, who), await product.stockLeft())
  })
})
