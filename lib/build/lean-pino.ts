import { join } from 'node:path'
import type { Plugin } from 'esbuild'
import * as pino from 'pino'
import { printLazyFunction, printLazyModule } from './lazy-module.ts'

/**
 * Bundles of pino what a bundle can use. A transport runs in a worker thread, which is started from a file that no
 * bundle has; and an app writes to stdout only. Without transports, and with a smaller way to print circular objects,
 * each function is 8 KB (gz) smaller. pino itself is loaded when a logger is first made: a function that has nothing to
 * say starts 3 ms earlier.
 */
export const leanPino: Plugin = {
  name: 'lean-pino',
  setup(setup) {
    setup.onResolve({ filter: /^pino$/ }, ({ path, kind, resolveDir }) =>
      kind === 'import-statement'
        ? { path, namespace: 'lazy-pino', pluginData: resolveDir, sideEffects: false }
        : undefined,
    )
    setup.onLoad({ filter: /.*/, namespace: 'lazy-pino' }, ({ pluginData }) => ({
      contents: printLazyModule(`require('pino')`, pino, {
        pino: `export const pino = /* @__PURE__ */ ${printLazyFunction('load()')}`,
        default: 'export default pino',
      }),
      resolveDir: pluginData,
    }))
    setup.onResolve({ filter: leftOut }, ({ path, importer }) => {
      if (!/[/\\]node_modules[/\\]pino[/\\]/.test(importer)) return undefined
      if (path === 'safe-stable-stringify') return { path: join(import.meta.dirname, 'safe-stringify.ts') }
      return { path: path.replace(/.*\//, ''), namespace: 'left-out-of-pino' }
    })
    setup.onLoad({ filter: /.*/, namespace: 'left-out-of-pino' }, ({ path }) => ({
      contents: path === 'worker_threads' ? mainThread : refusal(path),
    }))
  },
}

/** What pino requires and is not to have in a bundle. */
const leftOut = /^(?:\.\/(?:lib\/)?(?:transport|multistream)|worker_threads|safe-stable-stringify)$/

/** pino asks for the thread only to flush an asynchronous destination at exit; in a worker that does no harm. */
const mainThread = 'exports.isMainThread = true'

const refusal = (name: string): string =>
  `module.exports = () => { throw new Error('pino.${name} does not work in a bundle: log to stdout') }`
