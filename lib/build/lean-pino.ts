import { join } from 'node:path'
import type { Plugin } from 'esbuild'
import * as pino from 'pino'
import { extension } from './extension.ts'
import { printLazyFunction, printLazyModule } from './lazy-module.ts'

/**
 * Bundles of pino what a bundle can use. A transport runs in a worker thread, which is started from a file that no
 * bundle has; an app writes to stdout only; and the kit redacts for itself. Without transports and redaction, and with
 * smaller ways to print circular objects and to write, each function is 12 KB (gz) smaller. pino itself is loaded when a logger is first made: a function that has nothing to
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
      if (path === 'sonic-boom') return { path, namespace: 'left-out-of-pino', pluginData: import.meta.dirname }
      if (path === 'safe-stable-stringify') return { path: join(import.meta.dirname, `safe-stringify${extension}`) }
      return { path: path.replace(/.*\//, ''), namespace: 'left-out-of-pino' }
    })
    setup.onLoad({ filter: /.*/, namespace: 'left-out-of-pino' }, ({ path, pluginData }) => ({
      contents: standIns[path] ?? refusal(path),
      resolveDir: pluginData,
    }))
  },
}

/** What pino requires and is not to have in a bundle. */
const leftOut =
  /^(?:\.\/(?:lib\/)?(?:transport|multistream)|worker_threads|safe-stable-stringify|sonic-boom|@pinojs\/redact)$/

const standIns: Readonly<Record<string, string>> = {
  // pino asks for the thread only to flush an asynchronous destination at exit; in a worker that does no harm.
  worker_threads: 'exports.isMainThread = true',
  'sonic-boom': `module.exports = require('./stdout-destination${extension}').StdoutDestination`,
}

const refusal = (name: string): string =>
  `module.exports = () => { throw new Error('pino.${name} does not work in a bundle: use the logger of twelvefold') }`
