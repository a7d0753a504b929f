import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBase } from '../../../lib/cli/deployment-address.ts'
import { parsePattern } from '../../../lib/cli/smoke/smoke-options.ts'

test('a deployment may have a path prefix, and its address never ends with a slash', () => {
  assert.equal(parseBase('https://api.example.com'), 'https://api.example.com')
  assert.equal(parseBase('HTTPS://API.example.com/shop//'), 'https://api.example.com/shop')
})

test('what is no address of a deployment is refused, credentials in it as well', () => {
  for (const text of ['', 'localhost:3000', 'ftp://a.example', 'https://a.example?x=1', 'https://me:pw@a.example'])
    assert.throws(() => parseBase(text), { code: 'commander.invalidArgument' }, text)
})

test('a pattern is a part of a name, or an expression between slashes', () => {
  assert.ok(parsePattern('ORDER')('a job orders'))
  assert.ok(!parsePattern('a.job')('a job orders'))
  assert.ok(parsePattern('/^a.job/')('A job orders'))
  assert.throws(() => parsePattern('/(/'), { code: 'commander.invalidArgument' })
})
