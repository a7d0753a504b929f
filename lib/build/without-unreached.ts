import type { Metafile, Plugin } from 'esbuild'
import { listReachable } from './reachable.ts'

/** An `import()` as a module says it. */
export interface LazyImport {
  /** The module that says it: its path from the working directory. */
  importer: string
  /** What it asks for, in its own words. */
  specifier: string
}

/**
 * Every `import()` whose chunk nothing comes to load, since the code that says it was dropped. esbuild splits for its
 * sake all the same: what such a chunk shares with the entry becomes a file of its own.
 *
 * @param entry the path of the entry's output, as `metafile.outputs` has it
 */
export function listUnreached({ inputs, outputs }: Metafile, entry: string): LazyImport[] {
  const reachable = listReachable(outputs, entry)
  const unreached = new Set(
    Object.entries(outputs).flatMap(([path, { entryPoint }]) =>
      entryPoint === undefined || reachable.has(path) ? [] : [entryPoint],
    ),
  )
  return Object.entries(inputs).flatMap(([importer, { imports }]) =>
    imports.flatMap(({ kind, path, original }) =>
      kind === 'dynamic-import' && original !== undefined && unreached.has(path)
        ? [{ importer, specifier: original }]
        : [],
    ),
  )
}

/**
 * Leaves out what no code that is kept would load. Each file that is split off for its sake costs a cold start a
 * millisecond.
 *
 * @param toKey the path of a module as a metafile has it
 */
export function withoutUnreached(unreached: readonly LazyImport[], toKey: (path: string) => string): Plugin {
  const specifiers = unreached.map(({ specifier }) => specifier.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return {
    name: 'without-unreached',
    setup(setup) {
      setup.onResolve({ filter: new RegExp(`^(?:${specifiers.join('|')})$`) }, ({ path, importer, kind }) =>
        kind === 'dynamic-import' &&
        unreached.some((lazy) => lazy.specifier === path && lazy.importer === toKey(importer))
          ? { path, external: true }
          : undefined,
      )
    },
  }
}
