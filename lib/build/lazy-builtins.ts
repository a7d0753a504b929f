import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'
import { printLazyFunction, printLazyModule } from './lazy-module.ts'

/**
 * Loads Node's own modules without what their ES imports cost a cold start: Node makes a facade of each, which reads
 * every export and so loads what hides behind it (of node:http all of undici: 35 ms). A function that is imported by
 * its name loads its module when it is first called.
 *
 * `process.getBuiltinModule` is in Node 20.16, 22.3 and later.
 */
export const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup(setup) {
    setup.onResolve({ filter: /^(?:node:)?[\w/]+$/ }, ({ path, kind }) => {
      const name = path.replace('node:', '')
      // The properties of process change; what is exported once would not.
      if (!isBuiltin(path) || name === 'process') return undefined
      if (kind === 'import-statement') return { path, namespace: 'imported-builtin', sideEffects: false }
      return kind === 'require-call' ? { path: name, namespace: 'required-builtin' } : undefined
    })
    setup.onLoad({ filter: /.*/, namespace: 'imported-builtin' }, ({ path }) => ({
      contents: printLazyModule(loading(path), process.getBuiltinModule(path) ?? {}),
    }))
    // node:assert opens stderr when it is loaded (3 ms); whoever requires it only calls it, and seldom.
    setup.onLoad({ filter: /.*/, namespace: 'required-builtin' }, ({ path }) => ({
      contents: `module.exports = ${path === 'assert' ? printLazyFunction(loading(path)) : loading(path)}`,
    }))
  },
}

const loading = (path: string): string => `process.getBuiltinModule('${path}')`
