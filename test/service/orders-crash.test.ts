import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { buildServer, type ProcessHost, startServer } from '../parity/hosts/process.ts'
import { tokenOf } from '../unit/orders/catalog-upstream.ts'
import { addProduct, stockOf } from '../unit/orders/order-calls.ts'
import { slowDown } from './slow-catalog.ts'

interface Order {
  orderId: string
  state: string
}

/** The moment at which the process of orders ends, and what is to become of an order of so many of ten. */
interface Moment {
  name: string
  wanted: number
  held: [at: 'request' | 'answer', method: string]
  state: string
  left: number
}

const moments: Moment[] = [
  { name: 'nothing-written', wanted: 3, held: ['request', 'GET'], state: 'confirmed', left: 7 },
  { name: 'placed', wanted: 3, held: ['request', 'POST'], state: 'confirmed', left: 7 },
  { name: 'reserved', wanted: 3, held: ['answer', 'POST'], state: 'confirmed', left: 7 },
  { name: 'refused', wanted: 11, held: ['answer', 'POST'], state: 'rejected', left: 10 },
  { name: 'cancelled', wanted: 3, held: ['request', 'DELETE'], state: 'cancelled', left: 10 },
  { name: 'given-back', wanted: 3, held: ['answer', 'DELETE'], state: 'cancelled', left: 10 },
]

const isCancelled = ({ state }: Moment): boolean => state === 'cancelled'

test('D06 killed at every step of orders and cancellations: each is decided, no stock is lost, nothing is doubled', {
  timeout: 60_000,
}, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-orders-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const { AUTH_ISSUER = '', AUTH_AUDIENCE = '', AUTH_JWKS = '', CATALOG_URL = '' } = process.env
  const [workspace, catalog] = await Promise.all([buildServer('services'), slowDown(CATALOG_URL)])
  context.after(workspace.remove)
  context.after(catalog.close)
  const start = async (): Promise<ProcessHost> => {
    const auth = { AUTH_ISSUER, AUTH_AUDIENCE, AUTH_JWKS, AUTH_CLIENT_ID: 'orders', AUTH_CLIENT_SECRET: 'secret' }
    const services = { ENV: 'test', SERVICES: 'orders', STORE_URL: `sqljs:${folder}`, CATALOG_URL: catalog.url }
    // So that neither recovery nor the end of the idempotency key's lease has to be waited for longer than it must.
    const times = { RECOVER_INTERVAL_MS: '200', HANDLER_TIMEOUT_MS: '5000' }
    const host = await startServer(workspace, { ...auth, ...services, ...times })
    context.after(() => host.child.kill('SIGKILL'))
    return host
  }
  const authorization = `Bearer ${await tokenOf('ada', 'orders:read', 'orders:write')}`
  const send = ({ port }: ProcessHost, method: string, path = '', more: { key?: string; body?: object } = {}) =>
    fetch(`http://127.0.0.1:${port}/orders${path}`, {
      method,
      headers: { authorization, ...(more.key === undefined ? {} : { 'idempotency-key': more.key }) },
      ...(more.body === undefined ? {} : { body: new Blob([JSON.stringify(more.body)], { type: 'application/json' }) }),
    })
  const products = new Map<Moment, string>()
  for (const moment of moments) products.set(moment, await addProduct(`KILL-${moment.name.toUpperCase()}`, 10))
  const productOf = (moment: Moment): string => products.get(moment) ?? ''
  const place = (host: ProcessHost, moment: Moment): Promise<Response> =>
    send(host, 'POST', '', {
      key: moment.name,
      body: { items: [{ productId: productOf(moment), quantity: moment.wanted }] },
    })

  const first = await start()
  const calls: Promise<Response>[] = []
  const held: Promise<void>[] = []
  for (const moment of moments) {
    if (isCancelled(moment)) {
      const { orderId } = (await (await place(first, moment)).json()) as Order
      held.push(catalog.hold(...moment.held, orderId))
      calls.push(send(first, 'POST', `/${orderId}/cancel`))
    } else {
      held.push(catalog.hold(...moment.held, productOf(moment)))
      calls.push(place(first, moment))
    }
  }
  await Promise.all(held)
  const ended = Promise.allSettled(calls)
  first.child.kill('SIGKILL')
  await Promise.all([once(first.child, 'close'), ended])

  const second = await start()
  for (const moment of moments) {
    // As a client does that got no answer: until the first request is not taken for one that is under way any more.
    let answer = await place(second, moment)
    while (answer.status === 409 && answer.headers.has('retry-after')) {
      await setTimeout(50)
      answer = await place(second, moment)
    }
    const { orderId } = (await answer.json()) as Order
    assert.equal(answer.status, moment.state === 'rejected' ? 409 : 201, moment.name)
    while ((await stockOf(productOf(moment))) !== moment.left) await setTimeout(50)
    assert.equal(((await (await send(second, 'GET', `/${orderId}`)).json()) as Order).state, moment.state, moment.name)
  }
  assert.equal(((await (await send(second, 'GET')).json()) as Order[]).length, moments.length)
  await second.stop()
  for (const moment of moments) assert.equal(await stockOf(productOf(moment)), moment.left, moment.name)
})
