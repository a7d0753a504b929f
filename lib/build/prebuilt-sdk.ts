import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { Project } from '../contract/project.ts'
import { bundleOptions } from './bundle.ts'

/** What the driver of DynamoDB imports. Another name fails the build, and belongs here. */
const names = [
  'ConditionalCheckFailedException',
  'DeleteItemCommand',
  'DynamoDBClient',
  'GetItemCommand',
  'PutItemCommand',
  'QueryCommand',
  'ScanCommand',
]

const driver = join(import.meta.dirname, '..', 'store', 'dynamodb')

const built = new Map<string, Promise<Plugin>>()

/**
 * Bundles what the store needs of the AWS SDK once for all functions: the SDK has some 700 modules, and to read them anew
 * for each function takes most of a build. A service that imports the SDK by itself gets it whole.
 */
export function prebuiltSdk(project: Project): Promise<Plugin> {
  const known = built.get(project.root) ?? buildSdk(project)
  built.set(project.root, known)
  return known
}

async function buildSdk(project: Project): Promise<Plugin> {
  const outdir = join(project.generated, 'aws-sdk')
  mkdirSync(outdir, { recursive: true })
  const { banner: _banner, ...options } = bundleOptions(project)
  await build({
    ...options,
    stdin: { contents: `export { ${names.join(', ')} } from '@aws-sdk/client-dynamodb'`, resolveDir: driver },
    outdir,
    entryNames: 'index',
    outExtension: { '.js': '.mjs' },
    metafile: false,
  })
  return {
    name: 'prebuilt-sdk',
    setup(setup) {
      setup.onResolve({ filter: /^@aws-sdk\/client-dynamodb$/ }, ({ importer }) =>
        importer.startsWith(driver) ? { path: join(outdir, 'index.mjs'), sideEffects: false } : undefined,
      )
      setup.onResolve({ filter: /^\.\/chunk-\w+\.mjs$/ }, ({ path, importer, kind }) =>
        kind === 'import-statement' && importer.startsWith(outdir)
          ? { path: join(outdir, path), sideEffects: false }
          : undefined,
      )
    },
  }
}
