import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readUrl } from '../../../../lib/cli/deployment-address.ts'
import { expectRelease, parseCount, parseShare, parseTimes } from '../../../../lib/cli/monitor/monitor-options.ts'
import { initCheckout } from '../../../fakes/checkout.ts'
import { createProject } from '../../../fakes/project.ts'

test('a share is a number or per cent, a count is whole', () => {
  assert.deepEqual(['5%', '2.5 %', '0.05', '0', '1'].map(parseShare), [0.05, 0.025, 0.05, 0, 1])
  for (const wrong of ['', '5', '-1', '101%', 'few']) assert.throws(() => parseShare(wrong), /Write a share/)
  assert.equal(parseCount('0'), 0)
  for (const wrong of ['0', '-1', '1.5', 'x']) assert.throws(() => parseTimes(wrong), /Write a whole number/)
})

test('a release is expected by its version, with a v or without, or by whatever git knows its commit by', (context) => {
  const project = createProject(context, { '.gitignore': 'node_modules' })
  const commit = initCheckout(project.root)('rev-parse', 'HEAD')
  const release = { version: '1.4.0', commit }

  for (const expected of ['1.4.0', 'v1.4.0', 'HEAD', commit, commit.slice(0, 9)])
    assert.ok(expectRelease(project, expected)(release), expected)
  for (const expected of ['1.4.1', 'v1', '--all', '0000000000', ''])
    assert.ok(!expectRelease(project, expected)(release), expected)
  assert.ok(expectRelease(project, '1.4.0')({ version: 'v1.4.0', commit: 'unknown' }))
})

test('an address comes from the argument or from the variable that is named', () => {
  const env = { STAGING_URL: 'https://staging.example.com/shop/', OTHER: 'staging' }

  assert.equal(readUrl('smoke', 'https://a.example.com', undefined, env), 'https://a.example.com')
  assert.equal(readUrl('smoke', undefined, 'STAGING_URL', env), 'https://staging.example.com/shop')
  assert.throws(() => readUrl('smoke', undefined, 'MISSING', env), { exitCode: 78, message: /^MISSING: is required/ })
  assert.throws(() => readUrl('smoke', undefined, 'OTHER', env), {
    exitCode: 78,
    message: /^OTHER: is "staging"\. Write the address/,
  })
  assert.throws(() => readUrl('smoke', undefined, undefined, env), { exitCode: 2, message: /twelvefold smoke <url>/ })
  assert.throws(() => readUrl('smoke', 'https://a.example.com', 'OTHER', env), { exitCode: 2, message: /one of them/ })
})
