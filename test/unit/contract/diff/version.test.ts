import assert from 'node:assert/strict'
import { test } from 'node:test'
import { announcesBreak, bumpFor, largest, nextMajor } from '../../../../lib/contract/diff/version.ts'

test('the worst change decides how far the version rises', () => {
  assert.equal(bumpFor([]), 'none')
  assert.equal(bumpFor(['documentation']), 'patch')
  assert.equal(bumpFor(['documentation', 'additive']), 'minor')
  assert.equal(bumpFor(['additive', 'breaking', 'documentation']), 'major')
  assert.equal(largest(['none', 'minor', 'patch']), 'minor')
})

test('a break is announced by the first number that is not zero', () => {
  const announced = [
    ['1.4.2', '2.0.0'],
    ['1.0.0', '3.1.0'],
    ['0.2.7', '0.3.0'],
    ['0.2.7', '1.0.0'],
    ['0.0.3', '0.0.4'],
    ['9.0.0', '10.0.0'],
    ['1', '2'],
    ['v1', 'v2'],
    ['1.4', 'v2.0'],
  ]
  const silent = [
    ['1.0.0', '1.0.0'],
    ['1.0.0', '1.9.9'],
    ['0.2.7', '0.2.8'],
    ['2.0.0', '1.0.0'],
    ['1.2.0', '0.3.0'],
    ['1.0.0', 'next'],
    ['next', '2.0.0'],
    ['v2', 'v1'],
  ]
  for (const [before = '', after = ''] of announced) assert.ok(announcesBreak(before, after), `${before} → ${after}`)
  for (const [before = '', after = ''] of silent) assert.ok(!announcesBreak(before, after), `${before} → ${after}`)
})

test('the next version that announces a break has as many numbers as the last', () => {
  for (const version of ['1.4.2', '0.2.7', '0.0.3', '0.0.0', '1.0', 'v1', '9', '2026-01-31']) {
    const next = nextMajor(version) ?? ''
    assert.ok(announcesBreak(version, next), `${version} → ${next}`)
  }
  assert.equal(nextMajor('v1.4.2'), 'v2.0.0')
  assert.equal(nextMajor('next'), undefined)
})
