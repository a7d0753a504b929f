import { join } from 'node:path'
import { build } from 'esbuild'
import type { Project } from '../contract/project.ts'
import { bundleOptions } from './bundle.ts'
import type { FunctionSpec } from './functions.ts'

/** In `dist/lambda`: what {@link listWriters} found. */
export const writersFile = 'writers.json'

/** The names of functions whose own code may store documents, and of those whose own code may remove them. */
export interface Writers {
  stores: string[]
  removes: string[]
}

/** The methods of a collection that store a document, and the one that removes it. */
const words = { stores: /\b(?:insert|replace|update)\b/, removes: /\bremove\b/ }

/**
 * The functions whose own code may change a collection: they get the right to. It is what says the name of a method
 * that does, wherever in its code and whatever for, once all that its operation does not reach is left out. So a
 * function that is not named here cannot, and some that are do not.
 */
export async function listWriters(project: Project, functions: readonly FunctionSpec[]): Promise<Writers> {
  const codes = await Promise.all(
    functions.map(async ({ name, file, keepsData }) => ({
      name,
      code: keepsData && file !== undefined ? await bundleOwnCode(project, file) : '',
    })),
  )
  const having = (word: RegExp): string[] => codes.filter(({ code }) => word.test(code)).map(({ name }) => name)
  return { stores: having(words.stores), removes: having(words.removes) }
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
