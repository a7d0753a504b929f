import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Reservation } from '../../functions/catalog/reservation.ts'
import { closeStore, processStore } from '../../lib/store/store.ts'
import { runNode } from '../fakes/command.ts'
import { crashProducts, initialStock } from '../unit/catalog/shopping-products.ts'

const kills = 10
const shopping = join(import.meta.dirname, '..', 'unit', 'catalog', 'shopping.ts')

test('D06 killed ten times among reservations: what was acknowledged holds, the stock adds up, nothing is stuck', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-crash-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const env = { ENV: 'test', LOG_LEVEL: 'silent', STORE_URL: `sqljs:${folder}` }
  Object.assign(process.env, env)

  /** Order → the last state that somebody was told. */
  const told = new Map<string, string>()
  let recovered = 0
  for (let kill = 0; kill < kills; kill++) {
    const { child, printed, ended, output } = runNode(context, process.cwd(), [shopping, `run${kill}`], env)
    const count = 5 + Math.floor(Math.random() * 40)
    await printed(new RegExp(`^told ${count}$`, 'm'))
    // What is told comes between steps, always the same ones: the moment has to be another.
    await setTimeout(Math.random() * 20)
    child.kill('SIGKILL')
    await ended()
    recovered += Number(/recovered (\d+)/.exec(output())?.[1])
    for (const [, state = '', order = ''] of output().matchAll(/^(confirmed|released|rejected) (\S+)$/gm))
      told.set(order, state)
  }

  const { recover } = await import('../../functions/catalog/recover.ts')
  const { products } = await import('../../functions/catalog/products.ts')
  const { reservations } = await import('../../functions/catalog/reservation.ts')
  recovered += await recover({ olderThan: 0 })

  const held = new Map<string, number>()
  const states = new Map<string, string>()
  for await (const { body } of (await processStore()).scan('reservations')) {
    const { orderId, state, items } = JSON.parse(body) as Reservation
    states.set(orderId, state)
    assert.ok(['confirmed', 'rejected', 'released'].includes(state), `${orderId} is ${state}`)
    if (state !== 'confirmed') continue
    for (const { productId, quantity } of items) held.set(productId, (held.get(productId) ?? 0) + quantity)
  }
  assert.ok(recovered > 0, 'no kill hit a reservation')
  assert.deepEqual((await reservations.query('byOpen')).items, [])
  for (const [order, state] of told) {
    // A release may have been done without anybody having been told.
    const possible = state === 'confirmed' ? ['confirmed', 'released'] : [state]
    assert.ok(possible.includes(states.get(order) ?? 'absent'), `${order} was ${state}, is ${states.get(order)}`)
  }
  for (const sku of crashProducts) {
    const product = await products.get(sku.toLowerCase())
    assert.equal((product?.stock ?? Number.NaN) + (held.get(sku.toLowerCase()) ?? 0), initialStock)
    assert.ok((product?.stock ?? -1) >= 0)
  }
  await closeStore()
})
