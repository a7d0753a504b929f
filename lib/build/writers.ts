import { join } from 'node:path'
import { build } from 'esbuild'
import type { Project } from '../contract/project.ts'
import { bundleOptions } from './bundle.ts'
import type { FunctionSpec } from './functions.ts'

/** In `dist/lambda`: the names of the functions that {@link listWriters} found. */
export const writersFile = 'writers.json'

/** The methods of a collection that change it. */
const changes = /\b(?:insert|replace|update|remove)\b/

/**
 * The functions whose own code may change a collection: they get the right to. It is what says the name of a method
 * that does, wherever in its code and whatever for, once all that its operation does not reach is left out. So a
 * function that is not named here cannot write, and some that are do not.
 */
export async function listWriters(project: Project, functions: readonly FunctionSpec[]): Promise<string[]> {
  const found = await Promise.all(
    functions.map(async ({ name, file, keepsData }) => {
      if (!keepsData || file === undefined) return []
      return changes.test(await bundleOwnCode(project, file)) ? [name] : []
    }),
  )
  return found.flat()
}

/** The code of a service that one of its files reaches, without the kit, and without comments. */
async function bundleOwnCode(project: Project, file: string): Promise<string> {
  const { plugins: _, ...options } = bundleOptions(project)
  const { outputFiles } = await build({
    ...options,
    entryPoints: [join(project.root, file)],
    external: ['twelvefold', 'twelvefold/*', '#contracts/*', '#clients/*'],
    splitting: false,
    minify: true,
    write: false,
    outdir: join(project.dist, 'lambda'),
  })
  return outputFiles.map(({ text }) => text).join('\n')
}
