import assert from 'node:assert/strict'
import { test } from 'node:test'
import { restoreBody, restoreTarget } from '../../../lib/dashboard/restore-secrets.ts'

for (const [edited, original, sent] of [
  ['/a?token=[redacted]&page=2', '/a?token=x7&page=1', '/a?token=x7&page=2'],
  ['/a?token=[redacted]&token=[redacted]', '/a?token=1&token=2', '/a?token=1&token=2'],
  ['/users/[redacted]/orders', '/users/ada', '/users/ada/orders'],
  ['/a', '/a?token=x7', '/a'],
  ['/a?other=[redacted]', '/a?token=x7', '/a?other=[redacted]'],
] as const) {
  test(`${edited} of ${original} is ${sent}`, () => {
    assert.equal(restoreTarget(edited, original), sent)
  })
}

test('a hidden member of a body gets its value back, at its place', () => {
  const original = JSON.stringify({ user: { password: 'engine', name: 'Ada' }, list: [{ token: 'a' }, { token: 'b' }] })
  const edited = JSON.stringify({
    user: { password: '[redacted]', name: 'Eve' },
    list: [{ token: '[redacted]' }, { token: 'c' }],
  })

  assert.deepEqual(JSON.parse(restoreBody(edited, original)), {
    user: { password: 'engine', name: 'Eve' },
    list: [{ token: 'a' }, { token: 'c' }],
  })
})

test('a key that means something to JavaScript restores nothing of it', () => {
  const edited = '{"__proto__":{"x":"[redacted]"},"constructor":"[redacted]"}'

  assert.equal(restoreBody(edited, '{}'), edited)
})
