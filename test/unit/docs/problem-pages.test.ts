import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { problemPages } from '../../../lib/docs/problem-pages.ts'
import { printProblemReference } from '../../../lib/docs/problem-reference.ts'
import { problem } from '../../../lib/problem/problem.ts'
import { type ProblemCode, problems } from '../../../lib/problem/table.ts'
import { createPortal } from './portal-under-test.ts'

const codes = Object.keys(problems) as ProblemCode[]
const { get } = createPortal()

test('every problem of the table is explained, and no other', () => {
  assert.deepEqual(Object.keys(problemPages), codes)
  for (const [code, page] of Object.entries(problemPages)) {
    for (const text of Object.values(page)) {
      assert.match(text, /[.?]$/, code)
      assert.equal(text.split('`').length % 2, 1, `${code}: a backtick is not closed`)
    }
  }
})

test('docs/reference/problems.md says the same as the pages', () => {
  const file = join(import.meta.dirname, '../../../docs/reference/problems.md')

  assert.equal(
    readFileSync(file, 'utf8'),
    printProblemReference(),
    'Write what printProblemReference() of lib/docs/problem-reference.ts returns into the file.',
  )
})

test('B13 the type of each problem leads to its page', async () => {
  for (const code of codes) {
    const { statusCode, headers, body = '' } = await get(`/docs/problems/${problem(code).code}`)
    assert.equal(statusCode, 200, code)
    assert.equal(headers['content-type'], 'text/html; charset=utf-8')
    assert.match(body, new RegExp(`${problems[code].status} <code>${code}</code>`))
    assert.match(body, /If you call the service.*If you run the service/s)
    assert.doesNotMatch(body, /`/)
  }
})

test('the list of problems links to each', async () => {
  const { body = '' } = await get('/docs/problems')

  const links = [...body.matchAll(/href="problems\/([^"]+)"/g)].map(([, code]) => code)
  assert.deepEqual(links, codes)
})

test('a problem that does not exist has no page', async () => {
  for (const code of ['nothing', 'toString', '__proto__', 'constructor'])
    assert.equal((await get(`/docs/problems/${code}`)).statusCode, 404, code)
})

test('the pages of the problems run no script', async () => {
  const { headers, body } = await get('/docs/problems/timeout')

  assert.doesNotMatch(headers['content-security-policy'] ?? '', /script-src|connect-src/)
  assert.doesNotMatch(body ?? '', /<script|\sstyle=/)
})
