import type { Plugin } from 'esbuild'

/**
 * Loads node:http and node:https when they are first used. Their ES import costs a cold start some 35 ms, because it
 * loads all of undici; @middy/util does it for a list of status texts.
 */
export const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup(setup) {
    setup.onResolve({ filter: /^(?:node:)?https?$/ }, ({ path }) => ({
      path: path.replace('node:', ''),
      namespace: 'lazy-builtin',
    }))
    setup.onLoad({ filter: /.*/, namespace: 'lazy-builtin' }, ({ path }) => ({
      contents: `
let loaded
const builtin = () => (loaded ??= process.getBuiltinModule('${path}'))
module.exports = new Proxy({}, {
  get: (_, name) => Reflect.get(builtin(), name),
  has: (_, name) => Reflect.has(builtin(), name),
})`,
      loader: 'js',
    }))
  },
}
