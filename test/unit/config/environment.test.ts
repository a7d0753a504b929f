import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ConfigError } from '../../../lib/config/config-error.ts'
import { loadEnvironment } from '../../../lib/config/environment.ts'
import { readKitSettings } from '../../../lib/config/kit.ts'
import type { Environment } from '../../../lib/config/source.ts'

const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** A project with these env files. */
function project(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'twelvefold-'))
  folders.push(root)
  if (Object.keys(files).length > 0) mkdirSync(join(root, 'env'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, 'env', name), content)
  return root
}

test('ENV picks the file, dev without it', () => {
  const root = project({ 'dev.env': 'GREETING=Hi\n', 'test.env': '# a comment\nGREETING="Hello there"\n' })
  const atDesk: Environment = {}
  const inTest: Environment = { ENV: 'test' }

  const dev = loadEnvironment({ root, env: atDesk })
  const testing = loadEnvironment({ root, env: inTest })

  assert.deepEqual(dev, { name: 'dev', file: 'env/dev.env', loaded: ['GREETING'] })
  assert.equal(atDesk.GREETING, 'Hi')
  assert.deepEqual(testing, { name: 'test', file: 'env/test.env', loaded: ['GREETING'] })
  assert.equal(inTest.GREETING, 'Hello there')
})

test('a variable that is set wins over the file, even when it is empty', () => {
  const root = project({ 'dev.env': 'A=file\nB=file\nC=file\n' })
  const env: Environment = { A: 'real', B: '' }

  const { loaded } = loadEnvironment({ root, env })

  assert.deepEqual(env, { A: 'real', B: '', C: 'file' })
  assert.deepEqual(loaded, ['C'])
})

test('an ENV that no file has: the error lists the names that there are', () => {
  const root = project({ 'dev.env': '', 'staging.env': '', 'notes.txt': '' })

  assert.throws(
    () => loadEnvironment({ root, env: { ENV: 'prod' } }),
    (error) =>
      error instanceof ConfigError &&
      error.message === 'ENV: is "prod", and there is no env/prod.env; there are dev, staging',
  )
})

test('an ENV that is not a name is refused before any file is looked for', () => {
  const root = project({ 'dev.env': '' })

  for (const name of ['../dev', 'Dev', '1dev', 'dev.env', 'dev\n']) {
    assert.throws(
      () => loadEnvironment({ root, env: { ENV: name } }),
      (error) => error instanceof ConfigError && /^ENV: must be a name of small letters/.test(error.message),
    )
  }
})

test('a project without env files is fine', () => {
  const root = project({})
  const env: Environment = { ENV: 'production' }

  const loaded = loadEnvironment({ root, env })

  assert.deepEqual(loaded, { name: 'production', file: undefined, loaded: [] })
  assert.deepEqual(env, { ENV: 'production' })
})

test('a file cannot say that it is another environment', () => {
  const root = project({ 'dev.env': '\uFEFFENV=production\nA=1\n' })
  const env: Environment = {}

  loadEnvironment({ root, env })

  assert.deepEqual(env, { A: '1' })
})

for (const name of ['dev', 'test', 'staging', 'production']) {
  test(`env/${name}.env of this project is right`, () => {
    const env: Environment = { ENV: name }

    const { file } = loadEnvironment({ root: join(import.meta.dirname, '../../..'), env })

    assert.equal(file, `env/${name}.env`)
    assert.equal(readKitSettings(env).ENV, name)
  })
}
