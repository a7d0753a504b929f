import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Project } from '../../contract/project.ts'

const compiler = join(import.meta.dirname, '..', '..', 'contract')

/**
 * Compiles the contracts of a project, unless neither they nor what came of them has changed since a shell did it last:
 * to compile takes longer than all the rest of a shell's start.
 *
 * @returns whether it has compiled
 */
export async function compileIfChanged(project: Project): Promise<boolean> {
  const stamp = join(project.generated, 'shell-stamp')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(project)) return false
  const { generate } = await import('../../contract/generate.ts')
  await generate(project)
  mkdirSync(project.generated, { recursive: true })
  writeFileSync(stamp, fingerprint(project))
  return true
}

/** Names, times and sizes of all that goes into the compiled contracts and comes out of them. */
function fingerprint({ root, functions, generated }: Project): string {
  const hash = createHash('sha256')
  // All of the environment that has a say in what is compiled.
  hash.update(JSON.stringify([root, process.env.RATE_LIMITS]))
  const compiled = ['clients', 'contracts', 'services'].map((folder) => join(generated, folder))
  for (const file of [functions, ...compiled, compiler].flatMap(listFiles)) hash.update(describe(file))
  for (const file of ['app.js', 'routes.json']) hash.update(describe(join(generated, file)))
  hash.update(describe(join(root, 'package.json')))
  return hash.digest('hex')
}

const listFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
        .sort()
    : []

function describe(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false })
  return `${file} ${found?.mtimeMs} ${found?.size}\n`
}
