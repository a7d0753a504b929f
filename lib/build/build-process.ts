import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { build } from 'esbuild'
import type { Project } from '../contract/project.ts'
import { copyAssets } from '../docs/assets.ts'
import { bundleOptions } from './bundle.ts'
import { replaceFile } from './replace-file.ts'
import { copySqlite } from './store-drivers.ts'
import { writePushedFiles } from './write-pushed-files.ts'

/** The entry of a built project. */
const entry = `import { startProcess } from 'twelvefold/hosts/start-process'
import * as app from './app.js'

await startProcess(app)
`

/** Of so many builds the chunks are kept: a process that was started from one of them may load a chunk at any time. */
const keptBuilds = 5

/**
 * Bundles the process host and every service into `dist/`: `server.js` and its chunks, one per service, so that a
 * process loads only what `SERVICES` picks. Nothing of `node_modules` is needed to run it, and nothing of the project.
 *
 * A process may be running from `dist/` meanwhile, and start workers: each file is replaced at once, `server.js` last,
 * and chunks are named after their content.
 *
 * @returns what was written: path → bytes
 */
export async function buildProcess(project: Project): Promise<Map<string, number>> {
  const file = join(project.generated, 'server.js')
  replaceFile(file, entry)
  mkdirSync(join(project.dist, 'chunks'), { recursive: true })
  const result = await build({
    ...bundleOptions(project),
    entryPoints: { server: file },
    outdir: project.dist,
    chunkNames: 'chunks/[name]-[hash]',
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    write: false,
  })
  await copyAssets(join(project.dist, 'docs-assets'))
  copySqlite(project.dist)
  const isEntry = ({ path }: { path: string }): boolean => path === join(project.dist, 'server.js')
  const chunks = result.outputFiles.filter((output) => !isEntry(output))
  for (const { path, contents } of chunks) replaceFile(path, contents)
  const names = chunks.map(({ path }) => basename(path))
  writePushedFiles(project, removeOldChunks(project.dist, names))
  for (const { path, contents } of result.outputFiles.filter(isEntry)) replaceFile(path, contents)
  return new Map(result.outputFiles.map(({ path, contents }) => [relative(project.root, path), contents.byteLength]))
}

/**
 * Removes the chunks that none of the latest builds has.
 *
 * @returns those that are left of builds before this one, from `dist`
 */
function removeOldChunks(dist: string, latest: readonly string[]): string[] {
  const list = join(dist, 'chunks', 'builds.json')
  const earlier = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as string[][]) : []
  const builds = [latest, ...earlier].slice(0, keptBuilds)
  const kept = new Set([basename(list), ...builds.flat()])
  for (const name of readdirSync(join(dist, 'chunks')))
    if (!kept.has(name)) rmSync(join(dist, 'chunks', name), { force: true })
  replaceFile(list, JSON.stringify(builds))
  const own = new Set([basename(list), ...latest])
  return readdirSync(join(dist, 'chunks')).flatMap((name) => (own.has(name) ? [] : `chunks/${name}`))
}
