import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { call, startCrowd } from '../../fakes/client-crowd.ts'
import { openSocket } from '../../parity/hosts/raw-socket.ts'
import { buildShop, startShop } from './shop.ts'

let root = ''
const ends: (() => void)[] = []
/** What lasts until all tests of this file are done. */
const file = { after: (end?: unknown) => ends.push(end as () => void) }

before(async () => {
  root = await buildShop(file)
})

after(() => {
  for (const end of ends) end()
})

/** Clients who each want 5 ms of a process, all at once: 600 ms of it. */
const tooMany = { path: '/shop/work?ms=5', keeping: 120, opening: 0 }

test('a process with more to do than it can refuses some with 503, answers the others and probes always, and recovers', async (context) => {
  const shop = await startShop(context, root, { WEB_CONCURRENCY: '1', OVERLOAD_LAG_MS: '100' })
  const crowd = startCrowd({ port: shop.port, ...tooMany })
  await shop.logged('overloaded: requests are refused')
  await crowd.answered(150)
  await crowd.answered(400)
  const probe = await openSocket(shop.port)
  const probes: number[] = []
  for (const path of ['/health/live', '/health/ready', '/shop/-/health', '/health/live']) {
    probe.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`)
    probes.push((await probe.read()).status)
  }
  const answered = crowd.statuses.get(200) ?? 0
  const refusal = await untilRefused(shop.port)
  await crowd.stop()
  const over = await shop.logged('no longer overloaded')
  const calm = await call({ port: shop.port, path: '/shop/work?ms=10' })

  assert.deepEqual(new Set(probes), new Set([200]))
  assert.deepEqual([...crowd.statuses.keys()].sort(), [200, 503])
  assert.deepEqual(crowd.failures, [])
  assert.ok(answered > 30, `${answered} answers`)
  assert.match(String(refusal.headers['retry-after']), /^[1-3]$/)
  assert.equal(refusal.headers['content-type'], 'application/problem+json')
  assert.equal(refusal.headers['access-control-allow-origin'], '*')
  assert.equal(refusal.headers['x-content-type-options'], 'nosniff')
  assert.match(refusal.body, /"type":"\/docs\/problems\/service-unavailable".*"requestId"/)
  assert.equal(over.refused, (crowd.statuses.get(503) ?? 0) + 1)
  assert.equal(calm.status, 200)
  assert.doesNotMatch(shop.output(), /"level":"error"/)
})

test('new connections are accepted at once while others keep the process busy, and probes on them answered', async (context) => {
  const shop = await startShop(context, root, { WEB_CONCURRENCY: '1', OVERLOAD_LAG_MS: '0' })
  const crowd = startCrowd({ port: shop.port, path: '/shop/work?ms=2', keeping: 100, opening: 0 })
  await crowd.answered(300)
  const answered = (): number => crowd.statuses.get(200) ?? 0
  const before = answered()

  const probes = await Promise.all(Array.from({ length: 20 }, () => call({ port: shop.port, path: '/health/live' })))
  const meanwhile = answered() - before
  await crowd.stop()

  assert.deepEqual(new Set(probes.map(({ status }) => status)), new Set([200]))
  // With one connection in each turn of the loop it would be 100 for each of them.
  assert.ok(meanwhile < 1_000, `${meanwhile} others were answered meanwhile`)
})

/** Calls on one connection until it is refused. */
async function untilRefused(
  port: number,
): Promise<{ headers: Record<string, string | string[] | undefined>; body: string }> {
  for (;;) {
    const answer = await call({ port, path: '/shop/work?ms=10' })
    if (answer.status === 503) return answer
  }
}
