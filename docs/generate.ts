/**
 * Writes the pages of the reference that derive from code: `npm run docs`. With `--check` it writes nothing, and fails
 * where a page is not current.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { printCommandReference } from '../lib/cli/reference.ts'
import { printProblemReference } from '../lib/docs/problem-reference.ts'

const pages = {
  'cli.md': await printCommandReference(),
  'problems.md': printProblemReference(),
}

for (const [name, text] of Object.entries(pages)) {
  const file = join(import.meta.dirname, 'reference', name)
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`docs/reference/${name} is not current: npm run docs`)
    process.exitCode = 1
  }
}
