import { build, type Plugin } from 'esbuild'

/**
 * Bundles generated modules, which exist only in memory. ajv's code requires its run-time parts and the formats: each
 * entry gets just those that it uses.
 *
 * @param folder where the files would be written
 * @param entries the names of the entries: `getHello` is the module `operation:getHello`, and becomes `getHello.js`
 * @param modules the source of each `operation:<name>` and `validators:<name>`
 * @returns the text of each file, by its absolute path
 */
export async function bundleOperations(
  folder: string,
  entries: readonly string[],
  modules: Map<string, string>,
): Promise<Map<string, string>> {
  const virtual: Plugin = {
    name: 'virtual-modules',
    setup(setup) {
      setup.onResolve({ filter: /^(?:validators|operation):/ }, ({ path }) => ({ path, namespace: 'virtual' }))
      setup.onLoad({ filter: /.*/, namespace: 'virtual' }, ({ path }) => ({
        contents: modules.get(path) ?? '',
        resolveDir: import.meta.dirname,
      }))
    },
  }
  const result = await build({
    entryPoints: entries.map((name) => ({ in: `operation:${name}`, out: name })),
    outdir: folder,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    logLevel: 'silent',
    plugins: [virtual],
  })
  return new Map(result.outputFiles.map(({ path, text }) => [path, text]))
}
