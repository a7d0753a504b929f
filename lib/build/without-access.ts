import type { Plugin } from 'esbuild'

/**
 * Leaves access control out of a function whose operation is open to everybody: it would never be called, and each file
 * that esbuild splits off for its sake costs a cold start a millisecond.
 */
export const withoutAccess: Plugin = {
  name: 'without-access',
  setup(setup) {
    setup.onResolve({ filter: /\/auth\/authorise\.[jt]s$/ }, () => ({
      path: 'authorise',
      namespace: 'no-access',
      sideEffects: false,
    }))
    setup.onLoad({ filter: /.*/, namespace: 'no-access' }, () => ({
      contents: `export function authorise() {
  throw new Error('this function was built for an operation that is open to everybody')
}`,
    }))
  },
}
