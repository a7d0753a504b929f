import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toProblemDocument } from '../../../lib/problem/document.ts'
import { problem } from '../../../lib/problem/problem.ts'
import { problems } from '../../../lib/problem/table.ts'

test('every problem has an error status and a title of one line', () => {
  for (const [code, { status, title }] of Object.entries(problems)) {
    assert.match(code, /^[a-z]+(-[a-z]+)*$/)
    assert.ok(status >= 400 && status < 600, code)
    assert.match(title, /^[A-Z][^\n.]*$/, code)
  }
})

test('an error that is no problem shows nothing of itself', () => {
  const document = toProblemDocument(new Error('password is hunter2'), '', 'id-1')

  assert.deepEqual(document, {
    type: '/docs/problems/internal-error',
    title: 'Something went wrong on our side',
    status: 500,
    requestId: 'id-1',
  })
})

test('a cause is kept for the log and not sent', () => {
  const error = problem('bad-gateway', undefined, { cause: new Error('secret') })

  assert.equal((error.cause as Error).message, 'secret')
  assert.doesNotMatch(JSON.stringify(toProblemDocument(error, '')), /secret/)
})
