import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quantile } from '../../../lib/monitor/quantile.ts'

const more = Number.POSITIVE_INFINITY

test('a quantile is where it would be if a bucket were evenly filled, as in Prometheus', () => {
  const buckets = [
    { upTo: 0.1, count: 90 },
    { upTo: 0.5, count: 98 },
    { upTo: 1, count: 100 },
    { upTo: more, count: 100 },
  ]

  assert.equal(quantile(0.5, buckets)?.toFixed(4), '0.0556')
  assert.equal(quantile(0.94, buckets)?.toFixed(4), '0.3000')
  assert.equal(quantile(0.99, buckets)?.toFixed(4), '0.7500')
})

test('one in the bucket without an end is where that begins', () => {
  assert.equal(
    quantile(0.99, [
      { upTo: 30, count: 1 },
      { upTo: more, count: 2 },
    ]),
    30,
  )
})

test('of nothing there is none', () => {
  assert.equal(quantile(0.99, []), undefined)
  assert.equal(quantile(0.99, [{ upTo: more, count: 0 }]), undefined)
})
