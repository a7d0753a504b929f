import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  createHistogram,
  octaveStart,
  octaves,
  percentile,
  recordDuration,
} from '../../../../lib/cli/logs/histogram.ts'

test('percentiles are within 3.2 % of the true ones, from a microsecond to half an hour', () => {
  for (const scale of [0.01, 1, 1_000]) {
    const histogram = createHistogram()
    const values = Array.from({ length: 1_000 }, (_, at) => (at + 1) * scale)
    for (const value of values.toReversed()) recordDuration(histogram, value)

    for (const share of [0.5, 0.95, 0.99]) {
      const exact = values[share * 1_000 - 1] ?? 0
      const error = Math.abs(percentile(histogram, share) - exact) / exact
      assert.ok(error < 0.032, `p${share} of ${scale}: ${error}`)
    }
    assert.equal(histogram.max, 1_000 * scale)
  }
})

test('a percentile never exceeds the longest, and of nothing it is 0', () => {
  const histogram = createHistogram()
  assert.equal(percentile(histogram, 0.99), 0)

  recordDuration(histogram, 1)

  assert.equal(percentile(histogram, 0.99), 1)
})

test('what cannot be a duration does no harm', () => {
  const histogram = createHistogram()

  for (const ms of [0, -5, 1e12]) recordDuration(histogram, ms)

  assert.equal(
    histogram.buckets.reduce((sum, count) => sum + count, 0),
    3,
  )
  assert.equal(
    octaves(histogram).reduce((sum, count) => sum + count, 0),
    3,
  )
})

test('each octave has what lies between its start and the next one', () => {
  for (const ms of [0.031, 0.032, 0.063, 0.064, 1, 8.1, 1_000]) {
    const histogram = createHistogram()
    recordDuration(histogram, ms)

    const octave = octaves(histogram).indexOf(1)

    assert.ok(octaveStart(octave) <= ms && ms < octaveStart(octave + 1), `${ms} ms is in octave ${octave}`)
  }
})
