import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTrace } from '../../../lib/observe/trace-context.ts'

test("the caller's trace goes on", () => {
  assert.deepEqual(readTrace('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'), {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    parentId: '00f067aa0ba902b7',
  })
})

test('a header that breaks the format starts a new trace', () => {
  const zeros = '0'.repeat(32)
  for (const header of [
    undefined,
    '',
    'x',
    `00-${zeros}-00f067aa0ba902b7-01`,
    'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  ]) {
    const { traceId, parentId } = readTrace(header)
    assert.match(traceId, /^[0-9a-f]{32}$/)
    assert.equal(parentId, undefined)
  }
})
