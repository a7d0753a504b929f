import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readTemplate } from '../../../lib/scaffold/template.ts'

const repository = join(import.meta.dirname, '../../..')
const read = (path: string): string => readFileSync(join(repository, path), 'utf8')

for (const path of ['functions/problem.yaml', 'env/test.env']) {
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

test('a new project is compiled as strictly as this one', () => {
  const options = JSON.parse(readTemplate().get('tsconfig.json') ?? '').compilerOptions

  assert.deepEqual(options, JSON.parse(read('tsconfig.json')).compilerOptions)
})
