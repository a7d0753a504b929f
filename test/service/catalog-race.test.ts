import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { runCommand } from '../fakes/command.ts'
import { startDynamodb } from '../fakes/dynamodb.ts'
import { signToken, testIssuer } from '../fakes/tokens.ts'

const root = join(import.meta.dirname, '..', '..')
const headers = {
  authorization: `Bearer ${await signToken({ scopes: ['catalog:write'] })}`,
  'content-type': 'application/json',
}

interface Product {
  productId: string
  stock: number
}

async function startCatalog(context: TestContext, store: string): Promise<string> {
  const env = { ...testIssuer, PORT: '0', ENV: 'test', SERVICES: 'catalog', STORE_URL: store }
  const running = runCommand(context, root, ['dev'], env)
  const [, base = ''] = await running.printed(/services at (http:\/\/localhost:\d+)/)
  return base
}

test('two processes on DynamoDB that sell the last items between them sell exactly those', async (context) => {
  const { url, close } = await startDynamodb()
  context.after(close)
  const store = url('race')
  const created = runCommand(context, root, ['store', 'create'], { ENV: 'test', STORE_URL: store })
  assert.equal(await created.ended(), 0, created.output())
  const bases = await Promise.all([startCatalog(context, store), startCatalog(context, store)])
  const post = (at: number, path: string, body: object): Promise<Response> =>
    fetch(`${bases[at % 2]}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const product = {
    sku: 'LAST-10',
    name: 'The last ten',
    description: 'Ten are left.',
    category: 'lamps',
    price: { amount: 1250, currency: 'EUR' },
    stock: 10,
  }
  const added = await post(0, '/catalog/products', product)
  assert.equal(added.status, 201, await added.clone().text())
  const { productId } = (await added.json()) as Product

  const buyers = Array.from({ length: 40 }, (_, at) =>
    post(at, '/catalog/reservations', { orderId: `order-${at}`, items: [{ productId, quantity: 1 }] }),
  )
  const statuses = (await Promise.all(buyers)).map(({ status }) => status)

  const left = (await (await fetch(`${bases[1]}/catalog/products/${productId}`)).json()) as Product
  assert.equal(statuses.filter((status) => status === 201).length, 10, statuses.join(' '))
  assert.equal(statuses.filter((status) => status === 409).length, 30, statuses.join(' '))
  assert.equal(left.stock, 0)
})
