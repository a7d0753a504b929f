import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTexts } from './read-texts.ts'

interface Manifest {
  name: string
  version: string
  exports: Record<string, string>
  bin: Record<string, string>
  dependencies: Record<string, string>
  [field: string]: unknown
}

/** What the repository's `package.json` says that is as true of the package. */
const kept = ['name', 'version', 'description', 'license', 'type', 'engines', 'sideEffects'] as const

/** The `package.json` of the packed kit: it leads to what was compiled, and depends on what that needs, no more. */
export function printKitManifest(repository: string): string {
  const own = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Manifest
  const manifest = {
    ...Object.fromEntries(kept.map((field) => [field, own[field]])),
    exports: toCompiled(own.exports),
    bin: toCompiled(own.bin),
    files: ['docs', 'lib', 'template'],
    dependencies: pickDependencies(repository, own.dependencies),
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

const toCompiled = (paths: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, path.replace(/\.ts$/, '.js')]))

/** Those that the kit or a new project names. The rest is needed by the services of the repository. */
function pickDependencies(repository: string, all: Record<string, string>): Record<string, string> {
  const texts = [
    ...readTexts(join(repository, 'lib'), /\.[cm]?[jt]s$/),
    readFileSync(join(repository, 'template/serverless.yml'), 'utf8'),
  ]
  const isNamed = (name: string): boolean => {
    const pattern = new RegExp(
      `(?:['"\`]|^ *- )${name.replace(/^@types\//, '').replaceAll('.', '\\.')}(?:['"\`/]|$)`,
      'm',
    )
    return texts.some((text) => pattern.test(text))
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => isNamed(name)))
}
