import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'

export interface Product {
  productId: string
  name: string
  price: { amount: number; currency: string }
  stock: number
}

export interface Order {
  orderId: string
  state: string
  items: { productId: string; name: string; quantity: number }[]
  total: { amount: number; currency: string }
  history: { state: string }[]
}

interface Answer {
  status: number
  headers: Headers
  body: unknown
}

/** The catalog and the orders, as a client of theirs uses them. */
export interface Shop {
  /** The pages of a category's products. */
  browse: (category: string, limit: number) => Promise<Product[][]>
  product: (productId: string) => Promise<Product>
  /** @param key the idempotency key */
  order: (productId: string, quantity: number, key?: string) => Promise<Answer & { body: Order }>
  orders: () => Promise<Order[]>
  find: (orderId: string) => Promise<Answer & { body: Order }>
  cancel: (orderId: string) => Promise<Answer & { body: Order }>
}

/** @param token whose orders they are */
export function openShop(base: string, token: string): Shop {
  const call = async <Body>(path: string, init: RequestInit = {}): Promise<Answer & { body: Body }> => {
    const response = await fetch(new URL(path, base), {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
    })
    const { status, headers } = response
    return { status, headers, body: (await response.json()) as Body }
  }
  const get = async <Body>(path: string): Promise<Body> => {
    const { status, body } = await call<Body>(path)
    assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`)
    return body
  }
  return {
    browse: async (category, limit) => {
      const pages: Product[][] = []
      let next: string | undefined = `/catalog/products?category=${category}&limit=${limit}`
      while (next !== undefined) {
        const { status, headers, body }: Answer & { body: Product[] } = await call(next)
        assert.equal(status, 200, `${next}: ${JSON.stringify(body)}`)
        pages.push(body)
        const link: string | undefined = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1]
        next = link && new URL(link, new URL(next, base)).href
      }
      return pages
    },
    product: (productId) => get(`/catalog/products/${productId}`),
    order: (productId, quantity, key = randomUUID()) =>
      call('/orders', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ items: [{ productId, quantity }] }),
      }),
    orders: () => get('/orders'),
    find: (orderId) => call(`/orders/${orderId}`),
    cancel: (orderId) => call(`/orders/${orderId}/cancel`, { method: 'POST' }),
  }
}
