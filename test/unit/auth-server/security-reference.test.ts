import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { findTests } from './find-tests.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** The rows of the tables of docs/reference/security.md, each as its cells. */
function rows(): string[][] {
  const lines = readFileSync(join(root, 'docs/reference/security.md'), 'utf8').split('\n')
  return lines
    .filter((line) => line.startsWith('| ') && !/^\| (?:---|rule )/.test(line))
    .map((line) => line.slice(2, -2).split(' | '))
}

test('every rule of docs/reference/security.md names a test, and every test that it names runs', () => {
  const files = globSync(['test/{unit,service}/**/*.test.ts', 'test/parity/cases/*.ts'], { cwd: root })
  const tests = new Set(files.flatMap((file) => findTests(readFileSync(join(root, file), 'utf8'))))

  const named = rows().map((cells) => [...(cells[3] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))

  assert.ok(named.length > 40)
  for (const [at, names] of named.entries()) assert.ok(names.length > 0, `row ${at + 1} names no test`)
  const missing = named.flat().filter((name) => !tests.has(name))
  assert.deepEqual(missing, [])
})

const hole = ['$', '{name}'].join('')

for (const [what, source, found] of [
  ['a test', "  test('it holds', () => {})", ['it holds']],
  ['a text that is no test', "  const words = ['it holds']\n  say('it holds', () => {})", []],
  ['a test that is skipped', "test.skip('it holds', () => {})", []],
  ['a test that is still to do', "test('it holds', { todo: true }, () => {})", []],
  ['a test that is skipped somewhere', "test('it holds', async (context) => {\n  context.skip('no')\n})", []],
  ['a test that is skipped by an option on a line of its own', "test('it holds', {\n  skip: true,\n}, f)", []],
  ['a test that is commented out', "// test('it holds', () => {})", []],
  ['a test after one that is skipped', "test.skip('no', f)\ntest('it holds', f)", ['it holds']],
  ['a test in a group that is skipped', "describe.skip('all', () => {\n  test('it holds', f)\n})", []],
  ['a row of a table of tests', `  ['it holds', 1],\n]) {\n  test(\`${hole} always\`, f)`, ['it holds']],
  ['a row of another table', "  ['it holds', 1],\n])\ntest('all of them', f)", ['all of them']],
  ['a case of the hosts', "export const some: Case[] = [\n  {\n    name: 'it holds',\n", ['it holds']],
  ['a member of another object', "const one = {\n    name: 'it holds',\n", []],
] as const) {
  test(`what counts as a test that runs: ${what}`, () => {
    assert.deepEqual(findTests(source), [...found])
  })
}
