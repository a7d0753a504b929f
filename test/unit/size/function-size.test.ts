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
  /** How many files of code a cold start reads. */
  files: number
  /** Bytes of all its code, gzipped file by file. */
  gzipped: number
  /** The same without contracts, which it only answers with: they are as long as they are. */
  ownGzipped: number
  /** The files whose code is in it. */
  inputs: string[]
}

const kb = 1024
const bundles = new Map<string, Bundle>()

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0)

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
    const sizes = files.map(({ contents }) => gzipSync(contents, { level: 9 }).length)
    bundles.set(spec.name, {
      files: files.length,
      gzipped: sum(sizes),
      ownGzipped: sum(sizes.filter((_, at) => !outputs[at]?.entryPoint?.endsWith('/openapi.js'))),
      inputs,
    })
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

/** Functions that keep data have the client of DynamoDB with them, in a chunk that is loaded when the store is opened. */
const keepsData = ({ inputs }: Bundle): boolean => inputs.includes('lib/store/store.ts')

const largerThan = (limit: number, isMeant: (name: string, bundle: Bundle) => boolean): string[] =>
  [...bundles]
    .filter(([name, bundle]) => isMeant(name, bundle) && bundle.ownGzipped > limit)
    .map(([name, { ownGzipped }]) => `${name}: ${ownGzipped} bytes`)

test('the function of an operation without data is one file: each more costs a cold start a millisecond', () => {
  for (const name of ['hello-greet', 'addition-add-two', 'time-get-time']) assert.equal(bundleOf(name).files, 1, name)
})

test('the function of a service has a file beside its contract only for what both need', () => {
  assert.equal(bundleOf('catalog-service').files, 3)
})

// The largest are those of the issuer's metadata: they have its configuration, and nothing of its store.
test('no function without data but the docs portal has more than 34 KB, its contract aside', () => {
  assert.deepEqual(
    largerThan(34 * kb, (name, bundle) => name !== 'docs' && !keepsData(bundle)),
    [],
  )
})

/** The OAuth library and jose are in it, and 25 KB of media types, which the library's way to read one asks for. */
const givesTokens = 'auth-create-token'

// The largest has all that the kit has: the store, tokens checked, requests counted, and another service called.
test('a function that keeps data has at most 184 KB, and the embedded store is not in it', () => {
  assert.deepEqual(
    largerThan(184 * kb, (name, bundle) => keepsData(bundle) && name !== givesTokens),
    [],
  )
  for (const [name, { inputs }] of bundles) {
    assert.equal(
      inputs.some((path) => path.includes('sql.js') || path.includes('store/sqljs')),
      false,
      name,
    )
  }
})

test('the function that gives tokens has at most 210 KB', () => {
  assert.ok(bundleOf(givesTokens).gzipped <= 210 * kb, `it has ${bundleOf(givesTokens).gzipped} bytes`)
})

test('no function has the parts of jose that only encryption needs', () => {
  const found = [...bundles].flatMap(([name, { inputs }]) =>
    inputs.filter((path) => path.endsWith('jose/dist/webapi/lib/jwe_encrypt.js')).map(() => name),
  )

  assert.deepEqual(found, [])
})

test('a function has no handler and no validators but its own', () => {
  const { inputs } = bundleOf('hello-greet')

  const services = inputs.filter((path) => /^(?:functions|generated\/contracts)\//.test(path))

  assert.deepEqual(services.sort(), ['functions/hello/greet.ts', 'generated/contracts/hello/greet.js'])
})

test('no function has anything in it that only the build or a page needs', () => {
  const unwanted =
    /node_modules\/(?:ajv|ajv-formats|prom-client|swagger-ui-dist|@redocly|commander|yaml|envalid|esbuild)\/|lib\/(?:cli\/|mock\/|dashboard\/|build\/(?!safe-stringify|stdout-destination))/

  const found = [...bundles].flatMap(([name, { inputs }]) =>
    inputs.filter((path) => unwanted.test(path)).map((path) => `${name}: ${path}`),
  )

  assert.deepEqual(found, [])
})

test('no function has anything of traces in it, unless it is packaged with them', () => {
  const found = [...bundles].flatMap(([name, { inputs }]) =>
    inputs.filter((path) => /@opentelemetry|lib\/observe\/traces\//.test(path)).map((path) => `${name}: ${path}`),
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
