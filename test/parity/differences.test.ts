import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { cases } from './cases/all.ts'

const reference = readFileSync(join(import.meta.dirname, '../../docs/reference/hosts.md'), 'utf8')

test('each difference that a case meets has its entry in the reference, and each entry its case', () => {
  const entries = [...reference.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading)

  const met = cases.flatMap(({ differs = {} }) => Object.values(differs).map(({ heading }) => heading))

  assert.deepEqual([...new Set(met)].sort(), entries.sort())
})

test('a case names its acceptance case, and no two have the same name', () => {
  const names = cases.map(({ id, name, on }) => `${id} ${on} ${name}`)

  assert.equal(new Set(names).size, names.length)
  // F is of what the contract announces: nothing in the list of acceptance cases is about that.
  for (const { id, name } of cases) assert.match(id, /^[A-F]\d\d$/, name)
})
