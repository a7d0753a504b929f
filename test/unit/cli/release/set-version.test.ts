import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setVersion } from '../../../../lib/cli/release/set-version.ts'

test('only the version changes, and the text stays as it is written', () => {
  const text = '{\r\n\t"config": {"version": "1.0.0"},\r\n\t"version" :  "1.0.0", "files": ["a",\r\n"b"]\r\n}'

  assert.equal(setVersion(text, '2.0.0', [[]]), text.replace('"version" :  "1.0.0"', '"version" :  "2.0.0"'))
})

test('a lock file has it twice, and the versions of packages stay', () => {
  const lock = {
    name: 'shop',
    version: '1.0.0',
    packages: { 'node_modules/a': { version: '1.0.0' }, '': { name: 'shop', version: '1.0.0' } },
  }

  const written = setVersion(JSON.stringify(lock, null, 2), '1.1.0-rc.1', [[], ['packages', '']])

  lock.version = '1.1.0-rc.1'
  lock.packages[''].version = '1.1.0-rc.1'
  assert.equal(written, JSON.stringify(lock, null, 2))
})

test('the version that is there already changes nothing; where there is none, none is written', () => {
  assert.equal(setVersion('{ "version": "1.0.0" }', '1.0.0', [[]]), '{ "version": "1.0.0" }')
  assert.equal(setVersion('{ "name": "shop" }', '1.0.0', [[]]), undefined)
  assert.equal(setVersion('{ "version": "1.0.0" }', '1.1.0', [[], ['packages', '']]), undefined)
})
