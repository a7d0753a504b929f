import { eventOf } from '../../fakes/event.ts'
import { signToken, testIssuer } from '../../fakes/tokens.ts'

process.env.ENV = 'test'
process.env.STORE_URL ??= 'sqljs::memory:'
Object.assign(process.env, testIssuer)

const mayWrite = `Bearer ${await signToken({ scopes: ['catalog:write'] })}`

const handlers = {
  listProducts: () => import('../../../functions/catalog/list-products.ts'),
  createProduct: () => import('../../../functions/catalog/create-product.ts'),
  getProduct: () => import('../../../functions/catalog/get-product.ts'),
  replaceProduct: () => import('../../../functions/catalog/replace-product.ts'),
  patchProduct: () => import('../../../functions/catalog/patch-product.ts'),
  deleteProduct: () => import('../../../functions/catalog/delete-product.ts'),
  listCategories: () => import('../../../functions/catalog/list-categories.ts'),
  createReservation: () => import('../../../functions/catalog/create-reservation.ts'),
  getReservation: () => import('../../../functions/catalog/get-reservation.ts'),
  deleteReservation: () => import('../../../functions/catalog/delete-reservation.ts'),
}

export interface Answer<Body> {
  status: number
  headers: Record<string, unknown>
  body: Body
}

export interface Refusal {
  detail?: string
  errors?: { in: string; pointer: string; detail: string }[]
  lacking?: { productId: string; requested: number; available: number }[]
}

interface Call {
  params?: Record<string, string>
  query?: string
  headers?: Record<string, string>
  body?: unknown
  type?: string
}

/** Calls an operation of the catalog in process, with a token that may write unless another `authorization` is given. */
export async function call<Body = Refusal>(
  operation: keyof typeof handlers,
  { body, headers = {}, type = 'application/json', ...rest }: Call = {},
): Promise<Answer<Body>> {
  const { handler } = await handlers[operation]()
  const event = eventOf({
    ...rest,
    method: /^(create|replace|patch|delete)/.test(operation) ? 'POST' : 'GET',
    path: '/catalog',
    headers: {
      authorization: mayWrite,
      ...(body === undefined ? {} : { 'content-type': type }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = await handler(event, {})
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: (answer.body === undefined || answer.body === '' ? undefined : JSON.parse(answer.body)) as Body,
  }
}

export interface SeenProduct {
  productId: string
  sku: string
  name: string
  category: string
  price: { amount: number; currency: string }
  stock: number
  imageUrl?: string
  description: string
}

export const lamp = {
  sku: 'LMP-0042',
  name: 'Oak reading lamp',
  description: 'Turns.',
  category: 'lighting',
  price: { amount: 6490, currency: 'EUR' },
  stock: 17,
  imageUrl: 'https://images.example.com/lmp-0042.webp',
}

/** Adds a product; returns its entity tag. */
export async function addProduct(product: Partial<typeof lamp> & { sku: string }): Promise<string> {
  const { status, headers, body } = await call('createProduct', { body: { ...lamp, ...product } })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return String(headers.etag)
}

export async function stockOf(productId: string): Promise<number> {
  return (await call<SeenProduct>('getProduct', { params: { productId } })).body.stock
}

export const reserve = (orderId: string, items: [productId: string, quantity: number][]): Promise<Answer<Refusal>> =>
  call('createReservation', {
    body: { orderId, items: items.map(([productId, quantity]) => ({ productId, quantity })) },
  })

export const release = (orderId: string): Promise<Answer<Refusal>> => call('deleteReservation', { params: { orderId } })

export async function stateOf(orderId: string): Promise<string | undefined> {
  return (await call<{ state?: string }>('getReservation', { params: { orderId } })).body.state
}
