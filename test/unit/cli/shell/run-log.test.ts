import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { historyFile, mayKeep } from '../../../../lib/cli/shell/history.ts'
import { redactSource } from '../../../../lib/cli/shell/redact-source.ts'
import { createRunLog } from '../../../../lib/cli/shell/run-log.ts'
import { awaitCalls, isComplete } from '../../../../lib/cli/shell/session-code.ts'
import { keepOutOfLogs } from '../../../../lib/observe/secret-values.ts'

const folder = mkdtempSync(join(tmpdir(), 'twelvefold-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const spelledOut: [source: string, shown: string][] = [
  ["logIn({ password: 'correct \\' horse', name: 'ada' })", "logIn({ password: '[redacted]', name: 'ada' })"],
  ['x = { "client_secret" : "abc" }', `x = { "client_secret" : '[redacted]' }`],
  ["headers['authorization'] = `Basic abc`", "headers['authorization'] = '[redacted]'"],
  ['const accessToken="abc"', "const accessToken='[redacted]'"],
  ["setPassword('abc')", "setPassword('[redacted]')"],
  ['const pin = 1234', "const pin = '[redacted]'"],
  ["fetch(u, { h: 'Bearer abcdefgh12345678' })", "fetch(u, { h: 'Bearer [redacted]' })"],
  ["verify('eyJhbGciOiJI.eyJzdWIiOiIx.c2ln')", "verify('[redacted]')"],
  ["connect('https://ada:secret@db')", "connect('https://[redacted]@db')"],
]

for (const [source, shown] of spelledOut) {
  test(`a secret that is spelled out is not logged, and keeps its line out of the history: ${source}`, () => {
    assert.equal(redactSource(source), shown)
    assert.equal(mayKeep(source, new Set()), false)
  })
}

test('what the contracts mark is not logged either', () => {
  assert.equal(redactSource("({ email: 'ada@example.com' })", new Set(['email'])), "({ email: '[redacted]' })")
  assert.equal(redactSource("({ email: 'ada@example.com' })"), "({ email: 'ada@example.com' })")
})

test('code without secrets stays as it is, and is kept', () => {
  for (const source of ["await call.getProduct({ path: { productId: 'lmp-0001' } })", 'a.token === b', 'x - 1 / 2']) {
    assert.equal(redactSource(source), source)
    assert.equal(mayKeep(source, new Set()), true)
  }
})

test('a line that begins with a space is not kept', () => {
  assert.equal(mayKeep(' call.getTime()', new Set()), false)
})

test('each thing run is a line that says who, when, where and what, without its secrets', () => {
  keepOutOfLogs('the-value-of-a-variable')
  const file = join(folder, 'runs.log')
  const log = createRunLog({
    environment: 'production',
    readOnly: true,
    subject: () => 'user-1',
    marked: () => new Set(),
    file,
  })

  log.add("f('the-value-of-a-variable', { password: 'x' })\r\n")
  log.add('1 + 1')

  const [first, second] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  assert.equal(first?.ran, "f('[redacted]', { password: '[redacted]' })")
  assert.equal(second?.ran, '1 + 1')
  assert.equal(first?.environment, 'production')
  assert.equal(first?.as, 'user-1')
  assert.equal(first?.readOnly, true)
  assert.equal(typeof first?.user, 'string')
  assert.ok(Math.abs(Date.parse(String(first?.time)) - Date.now()) < 60_000)
  assert.equal(first?.session, second?.session)
  assert.equal(statSync(file).mode & 0o777, 0o600)
})

test('where what is run cannot be logged, nothing is', () => {
  const open = () =>
    createRunLog({
      environment: 'production',
      readOnly: true,
      subject: () => undefined,
      marked: () => new Set(),
      file: join(folder, 'no', 'such', 'folder.log'),
    })

  assert.throws(open, /has to be logged.*ENOENT/)
})

test('each environment has a history of its own, below the state folder of its user', () => {
  const env = { XDG_STATE_HOME: folder }

  assert.equal(historyFile('staging', env), join(folder, 'twelvefold', 'history-staging'))
  assert.equal(historyFile('staging', { ...env, TWELVEFOLD_HISTORY: '/tmp/h' }), '/tmp/h')
  assert.equal(historyFile('staging', { ...env, TWELVEFOLD_HISTORY: '' }), undefined)
})

test('code is complete when Node would run it in any of its ways', () => {
  for (const code of ['1', 'const a = await b; a', '{ a: 1, b: 2 }', 'var await = 1', 'if (x) { 1 }\n', 'x // y'])
    assert.equal(isComplete(code), true, code)
  for (const code of ['if (x) {', 'f(', '`a', '[1,', 'let = ;']) assert.equal(isComplete(code), false, code)
})

test('a call that nobody awaits is awaited, and nothing else', () => {
  assert.equal(awaitCalls('call.getTime()'), 'await call.getTime()')
  assert.equal(awaitCalls("store.products.get('a')"), "await store.products.get('a')")
  assert.equal(awaitCalls('call.list().then((a) => a.body);\n'), 'await call.list().then((a) => a.body);\n')
  for (const code of [
    'call',
    'store.products',
    'store.x = f()',
    'call.list(',
    'const t = call.getTime()',
    'await call.getTime()',
    'recall.x()',
  ])
    assert.equal(awaitCalls(code), code)
})
