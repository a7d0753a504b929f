import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readTemplate } from '../../../lib/scaffold/template.ts'

const repository = join(import.meta.dirname, '../../..')
const read = (path: string): string => readFileSync(join(repository, path), 'utf8')

for (const path of ['functions/problem.yaml', 'env/test.env', '.github/workflows/delivery.yml']) {
  test(`a new project has the ${path} of this one`, () => {
    assert.equal(readTemplate().get(path), read(path))
  })
}

test('a new project is made with the versions of the tools that this one is', () => {
  const manifest = JSON.parse(readTemplate().get('package.json') ?? '')
  const own = JSON.parse(read('package.json'))

  const { devDependencies, allowScripts, imports } = manifest
  for (const [name, version] of Object.entries(devDependencies)) assert.equal(own.devDependencies[name], version, name)
  for (const [name, allowed] of Object.entries(allowScripts)) assert.equal(own.allowScripts[name], allowed, name)
  assert.deepEqual(imports, own.imports)
})

test('a new project has each script of the pipeline, and they do what those of this one do', () => {
  const { scripts } = JSON.parse(readTemplate().get('package.json') ?? '')
  const own = JSON.parse(read('package.json')).scripts
  const called = [...read('.github/workflows/delivery.yml').matchAll(/npm run (?:--silent )?([\w:-]+)/g)]
  const withoutMain = (line: string): string => line.replaceAll('node lib/cli/main.ts', 'twelvefold')

  assert.ok(called.length > 8)
  for (const [, name = ''] of called) {
    assert.ok(name in scripts, name)
    if (!/^test|^analyse/.test(name)) assert.equal(scripts[name], withoutMain(own[name]), name)
  }
})

test('a new project is compiled as strictly as this one', () => {
  const options = JSON.parse(readTemplate().get('tsconfig.json') ?? '').compilerOptions

  assert.deepEqual(options, JSON.parse(read('tsconfig.json')).compilerOptions)
})
