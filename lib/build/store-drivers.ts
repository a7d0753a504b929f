import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'
import { replaceFile } from './replace-file.ts'

/** Puts the WebAssembly of the embedded store beside a bundle, which loads it when the store is opened. */
export function copySqlite(folder: string): void {
  const name = 'sql-wasm.wasm'
  replaceFile(join(folder, name), readFileSync(createRequire(import.meta.url).resolve(`sql.js/dist/${name}`)))
}

/**
 * Leaves the embedded store out of a bundle: a function of Lambda has no folder that outlives it, so its data would be
 * gone with it. `STORE_URL=sqljs:…` is refused there in words.
 */
export const withoutSqlite: Plugin = {
  name: 'without-sqlite',
  setup(setup) {
    setup.onResolve({ filter: /\/sqljs\/driver\.[jt]s$/ }, () => ({ path: 'sqljs', namespace: 'left-out' }))
    setup.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: `export async function openSqljs() {
  throw new Error('STORE_URL: the embedded store is not part of a function, whose files do not last; use dynamodb://<region>/<prefix>')
}`,
    }))
  },
}

/**
 * Leaves every driver out of a function whose service keeps no data. Nothing would load them; but for their sake esbuild
 * would split what they share with the function into files of its own, and each costs a cold start a millisecond.
 */
export const withoutStore: Plugin = {
  name: 'without-store',
  setup(setup) {
    setup.onResolve({ filter: /\/open-store\.[jt]s$/ }, () => ({
      path: 'store',
      namespace: 'no-store',
      sideEffects: false,
    }))
    setup.onLoad({ filter: /.*/, namespace: 'no-store' }, () => ({
      contents: `export async function openStore() {
  throw new Error('this function was built for a service without collections')
}`,
    }))
  },
}
