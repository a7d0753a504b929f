import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { readTemplate } from '../lib/scaffold/template.ts'
import { writeAll } from '../lib/scaffold/write-all.ts'
import { printKitManifest } from './kit-manifest.ts'

/** The declarations that `twelvefold sdk` puts into every package, as they stand. */
const readAsText = join('sdk', 'surface.ts')

const repository = join(import.meta.dirname, '..')

/**
 * Makes the package of the kit in a folder, which is emptied first: JavaScript with declarations where the sources are
 * TypeScript, everything else as it is, the documentation, and the template of new projects.
 *
 * @throws where the sources do not compile
 */
export function buildKit(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const tsc = join(repository, 'node_modules/typescript/bin/tsc')
  const lib = join(folder, 'lib')
  execFileSync(process.execPath, [tsc, '-p', join(import.meta.dirname, 'tsconfig.json'), '--outDir', lib], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const isNoSource = (path: string): boolean => extname(path) !== '.ts' || path.endsWith(readAsText)
  cpSync(join(repository, 'lib'), lib, { recursive: true, filter: isNoSource })
  writeAll(join(folder, 'template'), readTemplate())
  cpSync(join(repository, 'docs'), join(folder, 'docs'), { recursive: true, filter: isNoSource })
  const manifest = printKitManifest(repository)
  writeFileSync(join(folder, 'package.json'), manifest)
  cpSync(join(repository, 'LICENSE'), join(folder, 'LICENSE'))
  const { version } = JSON.parse(manifest) as { version: string }
  const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
  writeFileSync(join(folder, 'README.md'), readme.replaceAll('VERSION', version))
}
