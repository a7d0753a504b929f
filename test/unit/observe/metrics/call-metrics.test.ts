import assert from 'node:assert/strict'
import { test } from 'node:test'
import { client, jobContext } from 'twelvefold'
import { countCalls } from '../../../../lib/observe/metrics/call-metrics.ts'
import { renderMetrics } from '../../../../lib/observe/metrics/render-metrics.ts'
import { sumOf } from '../../../fakes/exposition.ts'
import { startUpstream } from '../../../fakes/upstream.ts'
import { shop } from '../../client/shop.ts'

const families = countCalls()
const scrape = (): Promise<string> => renderMetrics({ kit: families(), runtime: [] }, 'text/plain')

test('each attempt to call another service is counted, with its status or without, and so are retries', async (t) => {
  const upstream = await startUpstream(t, [{ status: 500 }, { status: 200, body: { id: 'a' } }, 'reset'])
  process.env.SHOP_URL = upstream.url
  const calls = client(shop)

  assert.match(await scrape(), /^\n?$/)
  await calls.getItem({ path: { id: 'a' } }, jobContext('test'))
  await assert.rejects(calls.confirmItem({ body: { id: 'a' } }, jobContext('test')))
  const text = await scrape()

  const attempts = (call: string, status: string): number | undefined =>
    sumOf(text, 'twelvefold_client_attempts_total', { upstream: 'shop', call, status })
  assert.deepEqual([attempts('getItem', '500'), attempts('getItem', '200'), attempts('confirmItem', 'none')], [1, 1, 3])
  for (const [call, retries] of [
    ['getItem', 1],
    ['confirmItem', 2],
  ] as const)
    assert.equal(sumOf(text, 'twelvefold_client_retries_total', { upstream: 'shop', call }), retries)
  const unanswered = { call: 'confirmItem', status_class: 'none' }
  assert.equal(sumOf(text, 'twelvefold_client_attempt_duration_seconds_count', unanswered), 3)
})

test('a breaker is in one state, and the calls that run are those that have not been answered', async (t) => {
  const upstream = await startUpstream(t, ['hang'])
  process.env.SHOP_URL = upstream.url
  const breakers = (text: string) =>
    ['closed', 'open', 'half-open'].map((state) =>
      sumOf(text, 'twelvefold_client_breakers', { upstream: 'shop', state }),
    )

  const hanging = client(shop).getItem({ path: { id: 'a' } }, { ...jobContext('test'), deadline: Date.now() + 300 })
  const refused = assert.rejects(hanging)
  await upstream.received(1)
  const during = await scrape()
  await refused

  assert.equal(sumOf(during, 'twelvefold_client_calls_running', { upstream: 'shop' }), 1)
  assert.equal(sumOf(during, 'twelvefold_client_calls_waiting', { upstream: 'shop' }), 0)
  assert.deepEqual(breakers(during), [1, 0, 0])
})
