import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { findInTheWay, writeAll } from '../../../lib/scaffold/write-all.ts'
import { writeFiles } from '../../fakes/project.ts'

function createFolder(context: TestContext, files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFiles(folder, files)
  return folder
}

const wanted = new Map([
  ['a/one.ts', '1'],
  ['a/b/two.ts', '2'],
  ['c/three.ts', '3'],
])

test('all files are written, with the folders that they need', (context) => {
  const folder = createFolder(context, { 'kept.ts': '' })

  writeAll(folder, wanted)

  assert.equal(readFileSync(join(folder, 'a/b/two.ts'), 'utf8'), '2')
  assert.deepEqual(findInTheWay(folder, wanted), [...wanted.keys()])
})

test('where one is there already, it stays as it is, and nothing else is left', (context) => {
  const folder = createFolder(context, { 'c/three.ts': 'mine' })

  assert.throws(() => writeAll(folder, wanted), { code: 'EEXIST' })

  assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), ['c', 'c/three.ts'])
  assert.equal(readFileSync(join(folder, 'c/three.ts'), 'utf8'), 'mine')
})

test('where a file stands in place of a folder, nothing is left either', (context) => {
  const folder = createFolder(context, { c: 'a file' })

  assert.throws(() => writeAll(folder, wanted))

  assert.deepEqual(readdirSync(folder, { recursive: true }), ['c'])
})
