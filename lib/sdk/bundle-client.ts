import { join } from 'node:path'
import { extension } from '../build/extension.ts'
import type { OpenApiDocument } from '../contract/document.ts'
import type { OperationModel } from '../contract/operations.ts'
import type { PackageNames } from './package-names.ts'
import { describePublic } from './public-operations.ts'

/**
 * The `index.js` of a package: the operations, and of the kit's own sources what calls them. It runs wherever `fetch` is.
 */
export async function bundleClient(
  document: OpenApiDocument,
  operations: readonly OperationModel[],
  { create }: PackageNames,
): Promise<string> {
  const described = Object.fromEntries(
    operations.map((operation) => [operation.id, describePublic(document, operation)]),
  )
  const entry = `import { createClient } from './create-client${extension}'
export { NoAnswer } from './no-answer${extension}'
export { isProblem, Problem } from './problem${extension}'
export { UnexpectedAnswer } from './unexpected-answer${extension}'
const operations = ${JSON.stringify(described, null, 2)}
export function ${create}(options) { return createClient(operations, options) }
`
  const { build } = await import('esbuild')
  const runtime = join(import.meta.dirname, 'runtime')
  const { outputFiles } = await build({
    // Comments name the sources as seen from here: the same wherever the kit is installed.
    absWorkingDir: join(import.meta.dirname, '..'),
    stdin: { contents: entry, resolveDir: runtime, sourcefile: 'index.js', loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    charset: 'utf8',
    banner: {
      js: `// A client for ${document.info.title} ${document.info.version}, written by \`twelvefold sdk\`. Its types and its documentation are in index.d.ts.`,
    },
    logLevel: 'silent',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
