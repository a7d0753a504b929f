import { eventOf } from '../../fakes/event.ts'
import { tokenOf } from './catalog-upstream.ts'

const handlers = {
  createOrder: () => import('../../../functions/orders/create-order.ts'),
  listOrders: () => import('../../../functions/orders/list-orders.ts'),
  getOrder: () => import('../../../functions/orders/get-order.ts'),
  cancelOrder: () => import('../../../functions/orders/cancel-order.ts'),
  eraseUser: () => import('../../../functions/orders/erase-user.ts'),
}

const methods = { createOrder: 'POST', listOrders: 'GET', getOrder: 'GET', cancelOrder: 'POST', eraseUser: 'DELETE' }

export interface Seen {
  orderId: string
  state: string
  items: { productId: string; name: string; quantity: number; price: { amount: number; currency: string } }[]
  total: { amount: number; currency: string }
  history: { state: string; at: string }[]
  detail?: string
  lacking?: { productId: string; requested: number; available: number }[]
  errors?: { in: string; pointer: string; detail: string }[]
}

export interface Answer<Body> {
  status: number
  headers: Record<string, string>
  body: Body
}

export interface Call {
  params?: Record<string, string>
  query?: string
  headers?: Record<string, string>
  body?: unknown
  scopes?: string[]
}

/** Calls an operation in process, as a buyer with all scopes unless others are given. */
export async function callAs<Body = Seen>(
  buyer: string,
  operation: keyof typeof handlers,
  { body, headers = {}, scopes = ['orders:read', 'orders:write', 'orders:erase'], ...rest }: Call = {},
): Promise<Answer<Body>> {
  const { handler } = await handlers[operation]()
  const answer = await handler(
    eventOf({
      ...rest,
      method: methods[operation],
      path: '/orders',
      headers: {
        authorization: `Bearer ${await tokenOf(buyer, ...scopes)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
    {},
  )
  const text = answer.body ?? ''
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as Body,
  }
}

/** Places an order of `[productId, quantity]`s under a key. */
export const order = (buyer: string, key: string, ...items: [productId: string, quantity: number][]) =>
  callAs(buyer, 'createOrder', {
    headers: { 'idempotency-key': key },
    body: { items: items.map(([productId, quantity]) => ({ productId, quantity })) },
  })

export const read = (buyer: string, orderId: string) => callAs(buyer, 'getOrder', { params: { orderId } })

export const cancel = (buyer: string, orderId: string) => callAs(buyer, 'cancelOrder', { params: { orderId } })

export const list = (buyer: string, query = '') => callAs<Seen[]>(buyer, 'listOrders', { query })

export async function addProduct(
  sku: string,
  stock: number,
  price: { amount: number; currency: 'EUR' | 'USD' } = { amount: 500, currency: 'EUR' },
): Promise<string> {
  const { products, toDocument } = await import('../../../functions/catalog/products.ts')
  const { productId } = await products.insert(toDocument({ sku, name: `The ${sku}`, category: 'tests', price, stock }))
  return productId
}

export async function stockOf(productId: string): Promise<number | undefined> {
  const { products } = await import('../../../functions/catalog/products.ts')
  return (await products.get(productId))?.stock
}
