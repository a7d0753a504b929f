import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redactLine } from '../../../lib/observe/redact.ts'
import { markSensitive } from '../../../lib/observe/sensitive-names.ts'

const redact = (fields: object): Record<string, unknown> => JSON.parse(redactLine(JSON.stringify(fields)))

const hidden = '[redacted]'

test('values of secret names are hidden at any depth, however the name is written', () => {
  const names = ['authorization', 'Cookie', 'Set-Cookie', 'X-Api-Key', 'password', 'clientSecret', 'client_secret']
  names.push('access_token', 'refreshToken', 'id_token', 'client_assertion', 'code_verifier', 'privateKey')

  for (const name of names) {
    assert.deepEqual(redact({ [name]: 'x' }), { [name]: hidden }, name)
    assert.deepEqual(redact({ a: [{ b: { [name]: { c: 1 } } }] }), { a: [{ b: { [name]: hidden } }] }, name)
  }
})

test('what only sounds like a secret is shown', () => {
  const fields = { tokenType: 'Bearer', secretary: 'Ada', tokens: 5, cookie: null, password: false, encode: 'utf8' }

  assert.deepEqual(redact(fields), fields)
})

test('the code of an error is shown, an authorization code is not', () => {
  assert.deepEqual(redact({ err: { code: 'ECONNREFUSED' }, problem: { code: 'not-found' }, response: { code: 404 } }), {
    err: { code: 'ECONNREFUSED' },
    problem: { code: 'not-found' },
    response: { code: 404 },
  })
  assert.deepEqual(redact({ code: 'SplxlOBeZQQYbYS6WxSbIA' }), { code: hidden })
})

test('inside of texts, secrets are hidden in queries, forms, JSON, credentials and URLs', () => {
  const texts: [text: string, shown: string][] = [
    ['/callback?code=Xo6cH4&state=1', `/callback?code=${hidden}&state=1`],
    ['grant_type=password&password=a%20b', `grant_type=password&password=${hidden}`],
    ['{"password": "a\\"b", "pin": 1234, "size": 3}', `{"password": "${hidden}", "pin": "${hidden}", "size": 3}`],
    ['sent Bearer abcdefghijklmnopqrst', `sent Bearer ${hidden}`],
    ['got eyJhbGciOiJF.eyJzdWIiOiIx.c2lnbmF0dXJl back', `got ${hidden} back`],
    ['at amqp://shop:pass@queue.example/', `at amqp://${hidden}@queue.example/`],
    ['a basic understanding of tokens', 'a basic understanding of tokens'],
  ]

  for (const [text, shown] of texts) assert.deepEqual(redact({ text, msg: text }), { text: shown, msg: shown })
})

test('what is marked for an operation is hidden in its lines, but never what the kit says itself', () => {
  markSensitive('clinic', 'admit', ['name', 'status', 'service', 'traceId'])

  const fields = { service: 'clinic', operation: 'admit', traceId: 't', name: 'Ada', status: 'ill', text: 'name=Ada' }

  assert.deepEqual(redact(fields), { ...fields, name: hidden, status: hidden, text: `name=${hidden}` })
  assert.equal(redact({ service: 'clinic', operation: 'other', name: 'Ada' }).name, 'Ada')
})

test('what is logged cannot pass itself off as a line of another service', () => {
  markSensitive('clinic', 'admit', ['name'])
  const line =
    '{"level":"info","time":"2026-11-20T12:00:00.000Z","version":"1","service":"clinic","operation":"admit","service":"shop","name":"Ada"}'

  assert.equal(JSON.parse(redactLine(line)).name, hidden)
})

test('what the kit has a name for hides nothing', () => {
  const version = { password: 'x', text: 'token=abc' }

  assert.deepEqual(redact({ version }).version, { password: hidden, text: `token=${hidden}` })
})

test('a line that is no JSON becomes one, without its secrets', () => {
  const line = '{"level":"warn","time":"2026-11-20T12:00:00.000Z","a"b":1,"password":"hunter2"}\n'

  const { level, msg } = JSON.parse(redactLine(line))

  assert.equal(level, 'warn')
  assert.match(msg, /"a"b":1,"password":"\[redacted\]"\}$/)
})

test('a line stays of a size that can be read: depth, members and texts are cut', () => {
  let deep: unknown = 'bottom'
  for (let level = 0; level < 50; level++) deep = { deep }

  const line = redactLine(JSON.stringify({ deep, list: Array(5_000).fill(1), text: 'x'.repeat(1_000_000) }))

  assert.ok(line.length < 20_000, `${line.length} characters`)
  assert.match(line, /\[Object\]/)
  assert.match(line, /… 4900 more/)
})

test('a text made to be slow to read is read quickly', () => {
  const patterns = ['a', 'a=', '"a":"', '"a', '://', 'eyJ', 'bearer ', 'a.', 'eyJaaaaaa.']
  const started = performance.now()

  for (const pattern of patterns) redact({ text: pattern.repeat(16_384 / pattern.length) })

  assert.ok(performance.now() - started < 1_000, `${performance.now() - started} ms`)
})
