import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decideVersion, type Wish } from '../../../../lib/cli/release/decide-version.ts'
import type { Bump } from '../../../../lib/contract/diff/version.ts'

const decide = (
  last: string | undefined,
  asked: Bump,
  { written = last ?? '0.1.0', taken = [], ...wish }: Wish & { written?: string; taken?: string[] } = {},
): string => decideVersion({ last, written, asked, taken, wish })

test('a version rises by what is asked for', () => {
  assert.equal(decide('1.3.4', 'patch'), '1.3.5')
  assert.equal(decide('1.3.4', 'minor'), '1.4.0')
  assert.equal(decide('1.3.4', 'major'), '2.0.0')
})

test('before 1.0.0 what breaks raises the second number, unless the first is wished', () => {
  assert.equal(decide('0.3.4', 'patch'), '0.3.5')
  assert.equal(decide('0.3.4', 'major'), '0.4.0')
  assert.equal(decide('0.3.4', 'patch', { bump: 'major' }), '1.0.0')
})

test('the first release is the version that is written, or what is wished of it', () => {
  assert.equal(decide(undefined, 'major', { written: '0.1.0' }), '0.1.0')
  assert.equal(decide(undefined, 'patch', { written: '1.0.0-rc.2' }), '1.0.0')
  assert.equal(decide(undefined, 'patch', { written: '0.1.0', bump: 'minor' }), '0.2.0')
})

test('a version that is written and higher is taken as meant, a lower one is not', () => {
  assert.equal(decide('1.3.0', 'minor', { written: '2.0.0' }), '2.0.0')
  assert.equal(decide('1.3.0', 'minor', { written: '2.0.0-rc.1' }), '2.0.0')
  assert.equal(decide('1.3.0', 'minor', { written: '1.3.5' }), '1.4.0')
  assert.equal(decide('1.3.0', 'minor', { written: '0.1.0' }), '1.4.0')
})

test('prereleases are numbered, also past nine, each word by itself', () => {
  const taken = ['1.4.0-rc.1', '1.4.0-rc.9', '1.4.0-rc.10', '1.4.0-rc.10.1', '1.4.0-beta.20', '1.5.0-rc.30']

  assert.equal(decide('1.3.0', 'minor', { pre: 'rc' }), '1.4.0-rc.1')
  assert.equal(decide('1.3.0', 'minor', { pre: 'rc', taken }), '1.4.0-rc.11')
  assert.equal(decide('1.3.0', 'minor', { pre: 'beta', taken }), '1.4.0-beta.21')
  assert.equal(decide('1.3.0', 'patch', { pre: 'rc', bump: 'major', taken }), '2.0.0-rc.1')
})

test('a wished version is taken as it is', () => {
  assert.equal(decide('1.3.0', 'minor', { version: '3.0.0-alpha.1' }), '3.0.0-alpha.1')
})
