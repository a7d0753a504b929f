import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Project } from '../contract/project.ts'
import { copyAssets } from '../docs/assets.ts'
import { bundleOptions } from './bundle.ts'
import type { FunctionSpec } from './functions.ts'
import { lazyBuiltins } from './lazy-builtins.ts'

/** What one function's bundle holds. */
export interface BuiltFunction {
  name: string
  folder: string
  /** Bytes of code, minified, before the zip. */
  bytes: number
}

/**
 * Bundles each function into a folder of its own below `dist/lambda/`, with nothing in it that its operation does not
 * use. `serverless package` makes one zip of each.
 */
export async function buildFunctions(project: Project, functions: readonly FunctionSpec[]): Promise<BuiltFunction[]> {
  const entries = join(project.generated, 'lambda')
  rmSync(join(project.dist, 'lambda'), { recursive: true, force: true })
  rmSync(entries, { recursive: true, force: true })
  mkdirSync(entries, { recursive: true })
  return Promise.all(functions.map((spec) => buildFunction(project, entries, spec)))
}

async function buildFunction(project: Project, entries: string, { name, entry }: FunctionSpec): Promise<BuiltFunction> {
  const file = join(entries, `${name}.js`)
  const folder = join(project.dist, 'lambda', name)
  writeFileSync(file, entry)
  const options = bundleOptions(project)
  const result = await build({
    ...options,
    entryPoints: { index: file },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    minify: true,
    metafile: true,
    plugins: [...(options.plugins ?? []), lazyBuiltins],
  })
  if (name === 'docs') await copyAssets(join(folder, 'docs-assets'))
  const bytes = Object.values(result.metafile.outputs).reduce((sum, output) => sum + output.bytes, 0)
  return { name, folder, bytes }
}
