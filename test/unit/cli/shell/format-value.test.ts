import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toAnswer } from '../../../../lib/cli/shell/answer.ts'
import { formatTable } from '../../../../lib/cli/shell/format-table.ts'
import { formatValue, toJson } from '../../../../lib/cli/shell/format-value.ts'
import { keepOutOfLogs } from '../../../../lib/observe/secret-values.ts'
import { problem } from '../../../../lib/problem/problem.ts'

const plain = { paint: (_: unknown, text: string) => text, colours: false, width: 80 }
const answerOf = (status: number, body: unknown) =>
  toAnswer({ status, body, headers: {} }, { requestId: 'r1', durationMs: 1.234 })

test('an answer is shown with its status, how long it took and its request', () => {
  assert.equal(formatValue(answerOf(200, { a: 1 }), plain), '200 OK 1.23 ms  request r1\n{ a: 1 }')
  assert.equal(formatValue(answerOf(204, undefined), plain), '204 No Content 1.23 ms  request r1')
})

test('what an answer is about does not show in JSON', () => {
  assert.equal(toJson(answerOf(404, { b: 2 })), '{"status":404,"body":{"b":2},"headers":{}}')
})

test('a list of objects is a table', () => {
  const list = [
    { id: 'a', price: { amount: 1 } },
    { id: 'b', more: true },
  ]

  assert.equal(formatValue(list, plain), 'id  price         more\na   {"amount":1}\nb                 true')
})

test('a page of a query is a table, and says how to go on', () => {
  assert.equal(formatValue({ items: [{ id: 'a' }], cursor: 'xyz' }, plain), 'id\na\nmore: cursor xyz')
})

test('a table has the width of the terminal: first cells are cut, then columns are left out and named', () => {
  const row = { id: 'a', text: 'x'.repeat(40), description: 'y'.repeat(40), remark: 'z' }

  const cut = formatTable([row], 50)
  const short = formatTable([row], 30)

  assert.ok(cut?.split('\n').every((line) => line.length <= 50))
  assert.match(cut ?? '', /^id {2}text +description +remark$/m)
  assert.match(short ?? '', /\(no room for remark\)$/)
  assert.ok(
    short
      ?.split('\n')
      .slice(0, 2)
      .every((line) => line.length <= 30),
  )
})

test('what is no list of objects is no table', () => {
  for (const list of [[], [1, 2], [{}], [{ a: 1 }, 2], [new Date(0)]]) assert.equal(formatTable(list, 80), undefined)
})

test('a text of a cell cannot move the cursor', () => {
  assert.equal(formatTable([{ a: '\u001b[2Jx' }], 80), 'a\n·[2Jx')
})

test('no secret of the environment is printed, however it is asked for', () => {
  keepOutOfLogs('a-secret-of-the-environment')

  assert.equal(formatValue('a-secret-of-the-environment', plain), "'[redacted]'")
  assert.equal(toJson({ key: 'a-secret-of-the-environment' }), '{"key":"[redacted]"}')
})

test('an error that is meant for people has no stack', () => {
  assert.equal(formatValue(problem('conflict', 'There is one already.'), plain), '409 conflict: There is one already.')
})
