import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Project } from '../contract/project.ts'
import { copyAssets } from '../docs/assets.ts'
import { bundleOptions } from './bundle.ts'
import { copySqlite } from './store-drivers.ts'

/** The entry of a built project. */
const entry = `import { startProcess } from 'twelvefold/hosts/start-process'
import * as app from './app.js'

await startProcess(app)
`

/**
 * Bundles the process host and every service into `dist/`: `server.js` and its chunks, one per service, so that a
 * process loads only what `SERVICES` picks. Nothing of `node_modules` is needed to run it.
 *
 * @returns what was written: path → bytes
 */
export async function buildProcess(project: Project): Promise<Map<string, number>> {
  const file = join(project.generated, 'server.js')
  writeFileSync(file, entry)
  for (const part of ['server.js', 'chunks', 'docs-assets'])
    rmSync(join(project.dist, part), { recursive: true, force: true })
  mkdirSync(project.dist, { recursive: true })
  const result = await build({
    ...bundleOptions(project),
    entryPoints: { server: file },
    outdir: project.dist,
    chunkNames: 'chunks/[name]-[hash]',
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
  })
  // Say it for Node wherever dist/ is copied to without the project's package.json.
  writeFileSync(join(project.dist, 'package.json'), '{ "type": "module" }\n')
  await copyAssets(join(project.dist, 'docs-assets'))
  copySqlite(project.dist)
  return new Map(Object.entries(result.metafile.outputs).map(([path, { bytes }]) => [path, bytes]))
}
