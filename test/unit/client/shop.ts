import { createClient } from '../../../lib/client/client.ts'
import type { Client, ClientOptions } from '../../../lib/client/client-types.ts'
import type { ServiceDescriptor } from '../../../lib/client/descriptor.ts'
import { createPolicies, type Policies } from '../../../lib/client/policies.ts'
import type { ServiceTokens } from '../../../lib/client/service-token.ts'

// Retries are logged; what these tests look at is not.
process.env.LOG_LEVEL = 'silent'

interface Item {
  id: string
}

interface Fault {
  status: number
}

interface ShopOperations {
  getItem: { request: { path: { id: string } }; responses: { 200: Item; 404: Fault } }
  createItem: {
    request: { headers?: { 'idempotency-key'?: string | undefined } | undefined; body: Item }
    responses: { 201: Item; 409: Fault }
  }
  chargeItem: {
    request: { headers?: { 'idempotency-key'?: string | undefined } | undefined; body: Item }
    responses: { 201: Item }
  }
  confirmItem: { request: { body: Item }; responses: { 201: Item } }
  removeItem: { request: { path: { id: string } }; responses: { 204: undefined } }
  readNote: { request: { [part: string]: never }; responses: { 200: string } }
  readPicture: { request: { [part: string]: never }; responses: { 200: Uint8Array } }
}

const id = { name: 'id', in: 'path', style: 'simple', explode: false, shape: 'scalar' } as const
const idempotencyKey = {
  name: 'idempotency-key',
  in: 'header',
  style: 'simple',
  explode: false,
  shape: 'scalar',
} as const
const json = { 'application/json': 'json' } as const
const fault = { 'application/problem+json': 'json' } as const

/** A service as `#clients/shop` would export it. */
export const shop: ServiceDescriptor<ShopOperations> = {
  service: 'shop',
  operations: {
    getItem: { method: 'GET', path: '/shop/items/{id}', parameters: [id], responses: { 200: json, 404: fault } },
    createItem: {
      method: 'POST',
      path: '/shop/items',
      parameters: [idempotencyKey],
      idempotencyKey: 'optional',
      body: { type: 'application/json', kind: 'json' },
      responses: { 201: json, 409: fault },
    },
    chargeItem: {
      method: 'POST',
      path: '/shop/charges',
      parameters: [idempotencyKey],
      idempotencyKey: 'required',
      body: { type: 'application/json', kind: 'json' },
      responses: { 201: json },
    },
    confirmItem: {
      method: 'POST',
      path: '/shop/items/confirmed',
      parameters: [],
      body: { type: 'application/json', kind: 'json' },
      responses: { 201: json },
      idempotent: true,
    },
    removeItem: {
      method: 'DELETE',
      path: '/shop/items/{id}',
      parameters: [id],
      responses: { 204: {} },
      scopes: ['shop:write'],
    },
    readNote: { method: 'GET', path: '/shop/note', parameters: [], responses: { 200: { 'text/plain': 'text' } } },
    readPicture: { method: 'GET', path: '/shop/picture', parameters: [], responses: { 200: { 'image/*': 'binary' } } },
  },
}

/** The issuer of tests that need no token. */
const noTokens: ServiceTokens = {
  get: async () => {
    throw new Error('No token was expected to be needed.')
  },
  drop: () => undefined,
}

/** A client with policies of its own: nothing of one test is seen by another. */
export async function connect(
  address: string,
  given: { timeoutMs?: number; tokens?: ServiceTokens; options?: ClientOptions } = {},
): Promise<{ shop: Client<ShopOperations>; policies: Policies }> {
  const policies = await createPolicies('shop')
  const client = createClient(shop, given.options ?? {}, {
    settings: () => ({ address, timeoutMs: given.timeoutMs ?? 5_000 }),
    policies: async () => policies,
    tokens: given.tokens ?? noTokens,
    random: () => 0,
  })
  return { shop: client, policies }
}

/** Looks a problem's code, status and headers up, for `assert.rejects`. */
export const isProblem =
  (code: string, details: { message?: RegExp; headers?: Record<string, string> } = {}) =>
  (error: unknown): boolean => {
    const { code: actual, message, headers } = error as { code: string; message: string; headers: object }
    const same = JSON.stringify(headers) === JSON.stringify(details.headers ?? headers)
    if (actual === code && same && (details.message?.test(message) ?? true)) return true
    throw new Error(`expected ${code}, got ${actual}: ${message} ${JSON.stringify(headers)}`, { cause: error })
  }
