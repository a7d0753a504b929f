import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { build, type Metafile, type OutputFile, type Plugin } from 'esbuild'
import type { Project } from '../contract/project.ts'
import { copyAssets } from '../docs/assets.ts'
import { bundleOptions } from './bundle.ts'
import { fewAtOnce } from './few-at-once.ts'
import type { FunctionSpec } from './functions.ts'
import { prebuiltSdk } from './prebuilt-sdk.ts'
import { listReachable } from './reachable.ts'
import { withoutSqlite, withoutStore } from './store-drivers.ts'
import { withoutUnused } from './unused-middlewares.ts'
import { withoutAccess } from './without-access.ts'
import { listUnreached, withoutUnreached } from './without-unreached.ts'
import { listWriters, writersFile } from './writers.ts'

/** How many functions are bundled at once. All 55 of this repository together take 1.8 GB; eight 0.4 GB, and no longer. */
const mostBuilds = 8

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
  const folder = join(project.dist, 'lambda')
  rmSync(folder, { recursive: true, force: true })
  const built = await fewAtOnce(functions, mostBuilds, (spec) => buildFunction(project, spec))
  writeFileSync(join(folder, writersFile), JSON.stringify(await listWriters(project, functions)))
  return built
}

async function buildFunction(project: Project, spec: FunctionSpec): Promise<BuiltFunction> {
  const { name } = spec
  const folder = join(project.dist, 'lambda', name)
  const { files } = await bundleFunction(project, spec)
  mkdirSync(folder, { recursive: true })
  for (const { path, contents } of files) writeFileSync(join(folder, basename(path)), contents)
  if (name === 'docs') await copyAssets(join(folder, 'docs-assets'))
  return { name, folder, bytes: files.reduce((sum, { contents }) => sum + contents.length, 0) }
}

/** The files of one function, not yet written: `index.mjs` and the chunks that it can come to load. */
export async function bundleFunction(
  project: Project,
  { name, entry, keepsData = false, asksWhoCalls = false, middlewares = [] }: FunctionSpec,
): Promise<{ files: OutputFile[]; metafile: Metafile }> {
  const resolveDir = join(project.generated, 'lambda')
  mkdirSync(resolveDir, { recursive: true })
  const folder = join(project.dist, 'lambda', name)
  const toKey = (path: string): string => relative(project.root, path).replaceAll('\\', '/')
  const index = toKey(join(folder, 'index.mjs'))
  const { plugins = [], ...options } = bundleOptions(project)
  const sdk = keepsData ? [await prebuiltSdk(project)] : []
  const bundle = (first: Plugin[]) =>
    build({
      ...options,
      plugins: [
        ...first,
        ...sdk,
        keepsData ? withoutSqlite : withoutStore,
        ...(asksWhoCalls ? [] : [withoutAccess]),
        withoutUnused(middlewares),
        ...plugins,
      ],
      stdin: { contents: entry, resolveDir, sourcefile: join(resolveDir, `${name}.js`) },
      outdir: folder,
      entryNames: 'index',
      outExtension: { '.js': '.mjs' },
      minify: true,
      metafile: true,
      write: false,
    })
  const whole = await bundle([])
  // Only a bundle that was made says which code was kept. One with a store has dozens of files for the store's own sake.
  const unreached = keepsData ? [] : listUnreached(whole.metafile, index)
  const { outputFiles, metafile } = unreached.length === 0 ? whole : await bundle([withoutUnreached(unreached, toKey)])
  const reachable = listReachable(metafile.outputs, index)
  return { files: outputFiles.filter(({ path }) => reachable.has(toKey(path))), metafile }
}
