import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDurations, recordDuration } from '../../../../lib/observe/metrics/durations.ts'
import type { Family, Value } from '../../../../lib/observe/metrics/family.ts'
import { mergeFamilies, onlyCounted } from '../../../../lib/observe/metrics/merge-families.ts'

const counted = (...series: Value[]): Family => ({ name: 'twelvefold_client_retries_total', series })
const retries = (upstream: string, value: number): Value => ({ labels: { upstream, call: 'getItem' }, value })

test('series with the same labels are added up, and others stand side by side', () => {
  const merged = mergeFamilies([
    [counted(retries('catalog', 2), retries('auth', 1))],
    [counted(retries('catalog', 3))],
    [counted(retries('mail', 4))],
  ])

  assert.deepEqual(merged, [counted(retries('catalog', 5), retries('auth', 1), retries('mail', 4))])
})

test('durations are added bucket by bucket', () => {
  const labels = { collection: 'colors', action: 'get', outcome: 'ok' }
  const timed = (...ms: number[]): Family => {
    const durations = createDurations()
    for (const one of ms) recordDuration(durations, one)
    return { name: 'twelvefold_store_access_duration_seconds', series: [{ labels, ...durations }] }
  }

  assert.deepEqual(mergeFamilies([[timed(500, 2_000)], [timed(250, 64_000)]]), [timed(500, 2_000, 250, 64_000)])
})

test('what is deployed is said once, however many say it', () => {
  const built: Family = { name: 'twelvefold_build_info', series: [{ labels: { version: '1', commit: 'c' }, value: 1 }] }

  assert.deepEqual(mergeFamilies([[built], [built]]), [built])
})

test('what is added up is not changed', () => {
  const first = counted(retries('catalog', 2))
  mergeFamilies([[first], [counted(retries('catalog', 3))]])

  assert.deepEqual(first, counted(retries('catalog', 2)))
})

test('of a process that has ended only what it has counted is left', () => {
  const running: Family = { name: 'twelvefold_client_calls_running', series: [{ labels: { upstream: 'a' }, value: 3 }] }

  assert.deepEqual(onlyCounted([running, counted(retries('catalog', 2))]), [counted(retries('catalog', 2))])
})
