import assert from 'node:assert/strict'
import { relative } from 'node:path'
import { before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { bundleFunction } from '../../../lib/build/build-lambda.ts'
import { listFunctions } from '../../../lib/build/functions.ts'
import { readContracts } from '../../../lib/contract/generate.ts'
import { openProject } from '../../../lib/contract/project.ts'
import { toRoutes } from '../../../lib/contract/routes.ts'

interface Bundle {
  /** Bytes of all its code, gzipped file by file. */
  gzipped: number
  /** The files whose code is in it. */
  inputs: string[]
}

const kb = 1024
const bundles = new Map<string, Bundle>()

function bundleOf(name: string): Bundle {
  const bundle = bundles.get(name)
  assert.ok(bundle, `there is no function ${name}`)
  return bundle
}

before(async () => {
  const project = openProject()
  const routes = (await readContracts(project)).flatMap((service) => toRoutes(project, service))
  for (const spec of listFunctions(project, routes)) {
    const { files, metafile } = await bundleFunction(project, spec)
    const outputs = files.map(({ path }) => metafile.outputs[relative(project.root, path).replaceAll('\\', '/')])
    const inputs = outputs.flatMap((output) =>
      Object.entries(output?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    )
    const gzipped = files.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0)
    bundles.set(spec.name, { gzipped, inputs })
  }
})

test('the function of GET /hello/{name} has at most 30 KB, gzipped, with its logger', () => {
  const { gzipped, inputs } = bundleOf('hello-greet')

  assert.ok(
    inputs.some((path) => path.endsWith('node_modules/pino/pino.js')),
    'the logger is in it',
  )
  assert.ok(gzipped <= 30 * kb, `it has ${gzipped} bytes`)
})

test('no function but the docs portal has more than 36 KB', () => {
  const large = [...bundles].filter(([name, { gzipped }]) => name !== 'docs' && gzipped > 36 * kb)

  assert.deepEqual(
    large.map(([name, { gzipped }]) => `${name}: ${gzipped} bytes`),
    [],
  )
})

test('a function has no handler and no validators but its own', () => {
  const { inputs } = bundleOf('hello-greet')

  const services = inputs.filter((path) => /^(?:functions|generated\/contracts)\//.test(path))

  assert.deepEqual(services.sort(), ['functions/hello/greet.ts', 'generated/contracts/hello/greet.js'])
})

test('no function has anything in it that only the build or a page needs', () => {
  const unwanted =
    /node_modules\/(?:ajv|ajv-formats|swagger-ui-dist|@redocly|commander|yaml|envalid|esbuild)\/|lib\/cli\//

  const found = [...bundles].flatMap(([name, { inputs }]) =>
    inputs.filter((path) => unwanted.test(path)).map((path) => `${name}: ${path}`),
  )

  assert.deepEqual(found, [])
})

test('an operation has nothing of the docs portal in it', () => {
  const { inputs } = bundleOf('hello-greet')

  assert.deepEqual(
    inputs.filter((path) => path.startsWith('lib/docs/')),
    [],
  )
})
