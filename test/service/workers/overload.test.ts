import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { call, startCrowd } from '../../fakes/client-crowd.ts'
import { quantile } from '../../fakes/quantile.ts'
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

test('a process with more to do than it can refuses some with 503, answers the others sooner and probes always, and recovers', async (context) => {
  const patient = await p99WithoutLimit(context)
  const shop = await startShop(context, root, { WEB_CONCURRENCY: '1', OVERLOAD_LAG_MS: '100' })
  const crowd = startCrowd({ port: shop.port, ...tooMany })
  await shop.logged('overloaded: requests are refused')
  await crowd.answered(150)
  crowd.forgetTimes()
  await crowd.answered(400)
  const probe = await openSocket(shop.port)
  const probes: number[] = []
  for (const path of ['/health/live', '/health/ready', '/shop/-/health', '/health/live']) {
    probe.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`)
    probes.push((await probe.read()).status)
  }
  const times = crowd.times(200)
  const refusal = await untilRefused(shop.port)
  await crowd.stop()
  const over = await shop.logged('no longer overloaded')
  const calm = await call({ port: shop.port, path: '/shop/work?ms=10' })

  assert.deepEqual(new Set(probes), new Set([200]))
  assert.deepEqual([...crowd.statuses.keys()].sort(), [200, 503])
  assert.deepEqual(crowd.failures, [])
  assert.ok(times.length > 30, `${times.length} answers`)
  const p99 = quantile(times, 0.99)
  assert.ok(p99 < patient * 0.75, `p99 is ${p99} ms, and ${patient} ms where nobody is refused`)
  assert.match(String(refusal.headers['retry-after']), /^[1-3]$/)
  assert.equal(refusal.headers['content-type'], 'application/problem+json')
  assert.equal(refusal.headers['access-control-allow-origin'], '*')
  assert.equal(refusal.headers['x-content-type-options'], 'nosniff')
  assert.match(refusal.body, /"type":"\/docs\/problems\/service-unavailable".*"requestId"/)
  assert.equal(over.refused, (crowd.statuses.get(503) ?? 0) + 1)
  assert.equal(calm.status, 200)
  assert.doesNotMatch(shop.output(), /"level":"error"/)
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

/** What the slowest of a hundred waits for where nobody is refused: each for all the others. */
async function p99WithoutLimit(context: TestContext): Promise<number> {
  const shop = await startShop(context, root, { WEB_CONCURRENCY: '1', OVERLOAD_LAG_MS: '0' })
  const crowd = startCrowd({ port: shop.port, ...tooMany })
  await crowd.answered(tooMany.keeping)
  crowd.forgetTimes()
  await crowd.answered(tooMany.keeping * 2)
  const times = crowd.times(200)
  await crowd.stop()
  shop.child.kill('SIGKILL')
  assert.deepEqual([...crowd.statuses.keys()], [200])
  return quantile(times, 0.99)
}
