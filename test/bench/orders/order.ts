import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signToken } from '../../fakes/tokens.ts'
import type { Call } from '../calls.ts'
import { copyCheckout, generateContracts, hostVariables, runCommand, type Subject } from '../subject.ts'
import { makeFolder } from '../temporary.ts'

const buyer = 'user-1'

const order = {
  orderId: 'o-3r5mlh2y7kq9d0b4n8vw1xza6c',
  state: 'confirmed',
  items: [
    { productId: 'mug-white', name: 'White mug', quantity: 2, price: { amount: 1290, currency: 'EUR' } },
    { productId: 'lamp-oak', name: 'Oak lamp', quantity: 1, price: { amount: 8900, currency: 'EUR' } },
  ],
  total: { amount: 11_480, currency: 'EUR' },
  placedAt: '2026-11-01T10:00:00.000Z',
  history: [
    { state: 'placed', at: '2026-11-01T10:00:00.000Z' },
    { state: 'confirmed', at: '2026-11-01T10:00:00.250Z' },
  ],
}

const path = `/orders/${order.orderId}`

const seeded = new Map<string, Record<string, string>>()

/** Puts the order into a store, once for each subject. @returns what the process host needs to find it */
export function seedOrder(subject: Subject): Record<string, string> {
  const known = seeded.get(subject.root)
  if (known !== undefined) return known
  generateContracts(subject)
  const folder = makeFolder('orders')
  const env = { ...hostVariables, SERVICES: 'orders', STORE_URL: `sqljs:${join(folder, 'data')}` }
  const file = join(folder, 'orders.ndjson')
  const line = { collection: 'orders', key: order.orderId, version: 1, document: { ...order, buyer } }
  writeFileSync(file, `${JSON.stringify(line)}\n`)
  runCommand(subject, `import orders ${file}`, env)
  seeded.set(subject.root, env)
  return env
}

/** Copies a subject and opens its order to everybody: no token is asked for, and nothing else is another. */
export function copyWithoutToken({ root }: Subject): Subject {
  const copy = copyCheckout('without a token', root)
  const service = join(copy.root, 'functions', 'orders')
  replaceIn(
    join(service, 'openapi.yaml'),
    /(operationId: getOrder\n(?: {6}.*\n|\n)*? {6}security:) *\n {8}- .*\n/,
    '$1 []\n',
  )
  const handler = join(service, 'get-order.ts')
  replaceIn(handler, /\{ path, caller \}/, '{ path }')
  replaceIn(handler, /caller\.subject/, `'${buyer}'`)
  return copy
}

function replaceIn(file: string, pattern: RegExp, replacement: string): void {
  const text = readFileSync(file, 'utf8')
  if (!pattern.test(text)) throw new Error(`${file} is not what the bench was written for: it has no ${pattern}`)
  writeFileSync(file, text.replace(pattern, replacement))
}

/** The order without a token. */
export const openCall: Call = {
  name: 'GET /orders/{orderId}',
  method: 'GET',
  path,
  headers: {},
  reply: JSON.stringify(order),
  replyHeaders: { etag: /^"1"$/ },
  broken: { path: '/orders/none' },
}

/** The same with a token; whoever sends none is refused. */
export function callWith(...tokens: readonly string[]): Call {
  const turns = tokens.map((token) => ({ authorization: `Bearer ${token}` }))
  const [only, ...others] = turns
  const sent = others.length === 0 ? { headers: only ?? {} } : { headers: {}, turns }
  return { ...openCall, ...sent, broken: { path, headers: {} } }
}

/** Signs tokens of the buyer, each another one, that outlive the bench. */
export const signTokens = (count: number): Promise<string[]> =>
  Promise.all(
    Array.from({ length: count }, (_, at) =>
      signToken({ subject: buyer, scopes: ['orders:read'], lifetime: 24 * 3600, claims: { jti: `token ${at}` } }),
    ),
  )
