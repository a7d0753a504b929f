import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptRemoved } from '../../../../lib/cli/release/accept-removed.ts'
import type { ServiceDiff } from '../../../../lib/contract/diff/diff-service.ts'

const broken = (after: string | undefined): ServiceDiff => ({
  service: 'colors',
  before: '1.0.0',
  after,
  changes: [],
  bump: 'major',
  unannounced: true,
})

const isUnannounced = (after: string | undefined, last: string, written: string): boolean | undefined =>
  acceptRemoved([broken(after)], last, written)[0]?.unannounced

test('a new major version of the project announces that a service is gone', () => {
  assert.equal(isUnannounced(undefined, '1.3.0', '2.0.0'), false)
  assert.equal(isUnannounced(undefined, '0.3.0', '0.4.0'), false)
  assert.equal(isUnannounced(undefined, '1.3.0', '1.4.0'), true)
})

test('it announces no change of a service that is there', () => {
  assert.equal(isUnannounced('1.0.0', '1.3.0', '2.0.0'), true)
})
