import type { Plugin } from 'esbuild'

/** Middlewares that few operations have: the file that exports each, and its name. */
const middlewares = { rateLimit: 'rate-limit', idempotency: 'idempotency' } as const

export type SeldomMiddleware = keyof typeof middlewares

/**
 * Leaves middlewares out of a function that its operation does not have. Nothing would call them; but what they load
 * when it is needed would be files of its own in the bundle, and each costs a cold start a millisecond.
 *
 * @param used the middlewares to keep
 */
export function withoutUnused(used: readonly SeldomMiddleware[]): Plugin {
  const unused = Object.entries(middlewares).filter(([name]) => !used.some((kept) => kept === name))
  return {
    name: 'without-unused-middlewares',
    setup(setup) {
      for (const [name, file] of unused) {
        setup.onResolve({ filter: new RegExp(`^\\./${file}\\.[jt]s$`) }, ({ importer }) =>
          /[/\\]lib[/\\]endpoint[/\\]endpoint\.[jt]s$/.test(importer)
            ? { path: name, namespace: 'unused-middleware', sideEffects: false }
            : undefined,
        )
      }
      setup.onLoad({ filter: /.*/, namespace: 'unused-middleware' }, ({ path }) => ({
        contents: `export function ${path}() {
  throw new Error('this function was built for an operation whose contract does not ask for ${path}')
}`,
      }))
    },
  }
}
