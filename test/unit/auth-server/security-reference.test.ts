import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..', '..', '..')

/** The rows of the tables of docs/reference/security.md, each as its cells. */
function rows(): string[][] {
  const lines = readFileSync(join(root, 'docs/reference/security.md'), 'utf8').split('\n')
  return lines
    .filter((line) => line.startsWith('| ') && !/^\| (?:---|rule )/.test(line))
    .map((line) => line.slice(2, -2).split(' | '))
}

test('every rule of docs/reference/security.md names a test, and every test that it names exists', () => {
  const tests = globSync('test/{unit/auth-server,service}/*.test.ts', { cwd: root })
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')

  const named = rows().map((cells) => [...(cells[3] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))

  assert.ok(named.length > 40)
  for (const [at, names] of named.entries()) assert.ok(names.length > 0, `row ${at + 1} names no test`)
  const missing = named.flat().filter((name) => !tests.includes(`'${name}'`))
  assert.deepEqual(missing, [])
})
