import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { printCommandReference } from '../../../lib/cli/reference.ts'

test('docs/reference/cli.md is what the commands say of themselves (npm run docs writes it)', async () => {
  const file = join(import.meta.dirname, '../../../docs/reference/cli.md')

  assert.equal(readFileSync(file, 'utf8'), await printCommandReference())
})
