import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { BuildOptions, Plugin } from 'esbuild'
import type { Project } from '../contract/project.ts'
import { lazyBuiltins } from './lazy-builtins.ts'
import { leanPino } from './lean-pino.ts'

/** Lets `require` work in ES modules for what is not one; its names cannot collide with minified ones. */
export const requireBanner = "const require=process.getBuiltinModule('module').createRequire(import.meta.url);"

/** What every bundle of the kit has in common. Node 20 is the oldest that runs them. */
export function bundleOptions(project: Project): BuildOptions {
  return {
    absWorkingDir: project.root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    splitting: true,
    legalComments: 'none',
    logLevel: 'silent',
    banner: { js: requireBanner },
    // Packages that are no ES modules ask for it: sql.js does.
    define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
    plugins: [contracts(project), leanPino, lazyBuiltins],
  }
}

/**
 * Compiled operations have no effect but their export, though ajv's code looks as if it had: an operation that is not
 * used is left out.
 */
export function contracts(project: Project): Plugin {
  return {
    name: 'contracts',
    setup(setup) {
      setup.onResolve({ filter: /^#contracts\// }, ({ path }) => ({
        path: join(project.generated, 'contracts', path.slice('#contracts/'.length), 'index.js'),
        sideEffects: false,
      }))
      setup.onResolve({ filter: /^\.\/\w+\.js$/ }, ({ path, importer, kind }) => {
        if (kind !== 'import-statement' || !importer.startsWith(join(project.generated, 'contracts'))) return undefined
        const file = join(importer, '..', path)
        return existsSync(file) ? { path: file, sideEffects: false } : undefined
      })
    },
  }
}
