import type { Metafile } from 'esbuild'

/**
 * The outputs of a bundle that its entry can come to load. esbuild also writes a chunk for an `import()` in code that
 * it has dropped.
 *
 * @param outputs of the metafile: paths from the working directory
 * @param entry the path of the entry's output, as `outputs` has it
 */
export function listReachable(outputs: Metafile['outputs'], entry: string): Set<string> {
  const reached = new Set<string>([entry])
  for (const path of reached) {
    for (const imported of outputs[path]?.imports ?? []) if (!imported.external) reached.add(imported.path)
  }
  return reached
}
