import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareContracts } from '../../../../lib/contract/diff/compare-contracts.ts'
import { rules } from '../../../../lib/contract/diff/rules.ts'
import { loadContract } from '../../../../lib/contract/load.ts'
import { listServices, openProject } from '../../../../lib/contract/project.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')

const contracts = [root, join(root, 'test', 'parity', 'project')].flatMap((folder) => {
  const project = openProject(folder)
  return listServices(project).map((service) => join(project.functions, service, 'openapi.yaml'))
})

for (const file of [...contracts, join(root, 'test', 'fakes', 'petstore-3.1.yaml')]) {
  test(`diff: ${file.slice(root.length + 1)} is the same as itself`, async () => {
    const { document } = await loadContract(file, { lenient: true })
    assert.ok(document)

    assert.deepEqual(compareContracts(document, structuredClone(document)), [])
  })
}

test('diff: nothing can be taken out of an operation of ours unnoticed', async () => {
  const file = join(root, 'functions', 'catalog', 'openapi.yaml')
  const { document } = await loadContract(file)
  assert.ok(document)
  // What only the kit's own tools read is nothing to clients.
  const quiet = new Set(['x-smoke'])
  let tried = 0
  const paths = Object.entries(document.paths ?? {}) as [string, Record<string, Record<string, unknown>>][]

  for (const [path, item] of paths) {
    for (const [method, operation] of Object.entries(item)) {
      for (const key of Object.keys(operation).filter((name) => !quiet.has(name))) {
        const changed = structuredClone(document)
        const copy = changed.paths?.[path]?.[method] as Record<string, unknown>
        delete copy[key]
        const found = compareContracts(document, changed)
        const same = key === 'security' && JSON.stringify(operation[key]) === JSON.stringify(document.security)
        assert.ok(found.length > 0 || same, `${method} ${path}: ${key}`)
        for (const { rule, level, place } of found) assert.equal(level, rules[rule][place.direction ?? 'request'])
        tried++
      }
    }
  }
  assert.ok(tried > 50)
})
