import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measureLast } from './looks.ts'

const requests = (ok: number, failed: number, service = 'shop'): string =>
  [
    `twelvefold_requests_total{service="${service}",operation="getShop",status_class="2xx",status="200"} ${ok}`,
    `twelvefold_requests_total{service="${service}",operation="getShop",status_class="5xx",status="500"} ${failed}`,
  ].join('\n')

test('the first scrape of an instance says nothing yet, the second what was since', () => {
  const first = measureLast([{ at: 100, text: requests(1_000, 90) }])
  const second = measureLast([
    { at: 100, text: requests(1_000, 90) },
    { at: 110, text: requests(1_018, 92) },
  ])

  assert.equal(first.measured, undefined)
  assert.deepEqual(second.measured?.services, [{ service: 'shop', rate: 2, errors: 0.1, p99Seconds: undefined }])
  assert.equal(second.measured?.rate, 2)
})

test('instances behind one address are never compared with each other', () => {
  const { measured } = measureLast([
    { at: 100, started: [10], text: requests(1_000, 0) },
    { at: 110, started: [20], text: requests(5, 0) },
    { at: 120, started: [10], text: requests(1_020, 0) },
    { at: 130, started: [20], text: requests(15, 10) },
  ])

  assert.deepEqual(measured?.services, [{ service: 'shop', rate: 1, errors: 0.5, p99Seconds: undefined }])
})

test('neither are those that were started in the same second', () => {
  const used = (seconds: number): string => `\nprocess_cpu_seconds_total ${seconds}`
  const { measured } = measureLast([
    { at: 100, started: [10], text: requests(1_000, 0) + used(9) },
    { at: 110, started: [10], text: requests(5, 900) + used(2) },
    { at: 120, started: [10], text: requests(1_020, 0) + used(9.2) },
    { at: 130, started: [10], text: requests(25, 900) + used(2.1) },
    { at: 140, started: [10], text: requests(1_040, 0) + used(9.4) },
  ])

  assert.deepEqual(measured?.services, [{ service: 'shop', rate: 1, errors: 0, p99Seconds: undefined }])
})

test('an instance that was started since the watch began has counted all that it tells since then', () => {
  const { measured, startedAnew } = measureLast([
    { at: 100, started: [10], text: requests(1_000, 0) },
    { at: 200, started: [190], text: requests(30, 10) },
  ])

  assert.equal(startedAnew, true)
  assert.equal(measured?.rate, 4)
  assert.equal(measured?.errors, 0.25)
})

test('one that is seen for the first time, and ran before, is none that was started anew', () => {
  const { measured, startedAnew } = measureLast([
    { at: 100, started: [10], text: requests(1_000, 0) },
    { at: 200, started: [50], text: requests(30, 10) },
  ])

  assert.equal(startedAnew, false)
  assert.equal(measured, undefined)
})

test('an instance of several workers stays the same when one of them is started anew', () => {
  const restarts = (count: number): string => `twelvefold_worker_restarts_total ${count}`
  const { measured, startedAnew } = measureLast([
    { at: 100, started: [10, 11], text: restarts(0) },
    { at: 110, started: [10, 108], text: restarts(1) },
    { at: 120, started: [119, 108], text: restarts(2) },
  ])

  assert.equal(startedAnew, false)
  assert.equal(measured?.restarts, 1)
})

test('a counter that has fallen has begun anew', () => {
  const { measured } = measureLast([
    { at: 100, text: requests(1_000, 0) },
    { at: 110, text: requests(20, 0) },
  ])

  assert.equal(measured?.rate, 2)
})

test('durations are those of the time since, over all operations of a service', () => {
  const buckets = (fast: number, slow: number): string =>
    ['getShop', 'listShops']
      .flatMap((operation) => [
        `twelvefold_request_duration_seconds_bucket{service="shop",operation="${operation}",le="0.1"} ${fast}`,
        `twelvefold_request_duration_seconds_bucket{service="shop",operation="${operation}",le="2.5"} ${fast + slow}`,
        `twelvefold_request_duration_seconds_bucket{service="shop",operation="${operation}",le="+Inf"} ${fast + slow}`,
      ])
      .join('\n')

  const { measured } = measureLast([
    { at: 100, text: `${requests(0, 0)}\n${buckets(0, 50)}` },
    { at: 110, text: `${requests(50, 0)}\n${buckets(100, 50)}` },
  ])

  assert.equal(measured?.services[0]?.p99Seconds?.toFixed(3), '0.099')
})

test("probes and scrapes are not the services' requests", () => {
  const { measured } = measureLast([{ at: 100 }, { at: 110, text: requests(0, 50, 'kit') }])

  assert.equal(measured?.rate, 0)
  assert.deepEqual(measured?.services, [])
})

test('stores that fail, breakers that are open, workers that are silent and the latest loop are told', () => {
  const text = [
    'twelvefold_store_accesses_total{collection="orders",action="insert",outcome="failed"} 3',
    'twelvefold_store_accesses_total{collection="products",action="get",outcome="failed"} 1',
    'twelvefold_client_breakers{upstream="catalog",state="open"} 1',
    'twelvefold_client_breakers{upstream="orders",state="closed"} 1',
    'twelvefold_workers{state="silent"} 1',
    'nodejs_eventloop_lag_p99_seconds{worker="1"} 0.011',
    'nodejs_eventloop_lag_p99_seconds{worker="2"} 0.3',
  ].join('\n')
  const before = 'twelvefold_store_accesses_total{collection="products",action="get",outcome="failed"} 1'

  const { measured } = measureLast([
    { at: 100, text: before },
    { at: 110, text },
  ])

  assert.deepEqual(measured?.failingStores, ['orders'])
  assert.deepEqual(measured?.openBreakers, ['catalog'])
  assert.equal(measured?.silentWorkers, 1)
  assert.equal(measured?.lagSeconds, 0.3)
})
