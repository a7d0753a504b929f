/**
 * Writes the pages of the reference that derive from code, and `.env.example`: `npm run docs`. With `--check` it writes nothing, and fails
 * where a page is not current.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { examineDeclarations } from '../lib/cli/examine-declarations.ts'
import { printCommandReference } from '../lib/cli/reference.ts'
import { generate } from '../lib/contract/generate.ts'
import { openProject } from '../lib/contract/project.ts'
import { printContractChangeReference } from '../lib/docs/contract-change-reference.ts'
import { printEnvironmentExample } from '../lib/docs/environment-example.ts'
import { printEnvironmentReference } from '../lib/docs/environment-reference.ts'
import { printMetricsReference } from '../lib/docs/metrics-reference.ts'
import { printProblemReference } from '../lib/docs/problem-reference.ts'

const root = join(import.meta.dirname, '..')
const project = openProject(root)
const isCheck = process.argv.includes('--check')
// What services call is known from what is generated; "npm run check" has just done it.
if (!isCheck) await generate(project)
const variables = await examineDeclarations(project)
const pages = {
  'docs/reference/cli.md': await printCommandReference(),
  'docs/reference/contract-changes.md': printContractChangeReference(),
  'docs/reference/environment.md': printEnvironmentReference(variables),
  'docs/reference/metrics.md': printMetricsReference(),
  'docs/reference/problems.md': printProblemReference(),
  '.env.example': printEnvironmentExample(variables),
}

for (const [name, text] of Object.entries(pages)) {
  const file = join(root, name)
  if (!isCheck) writeFileSync(file, text)
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${name} is not current: npm run docs`)
    process.exitCode = 1
  }
}
