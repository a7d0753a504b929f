/** Writes the pages of the reference that derive from code: `npm run docs`. Tests compare them with what is committed. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { printCommandReference } from '../lib/cli/reference.ts'
import { printProblemReference } from '../lib/docs/problem-reference.ts'

const reference = join(import.meta.dirname, 'reference')
writeFileSync(join(reference, 'cli.md'), await printCommandReference())
writeFileSync(join(reference, 'problems.md'), printProblemReference())
