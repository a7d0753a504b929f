import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import { buildFunctions } from '../../lib/build/build-lambda.ts'
import { listFunctions } from '../../lib/build/functions.ts'
import { generate } from '../../lib/contract/generate.ts'
import { describeDeployment } from '../../lib/hosts/serverless-functions.ts'
import { eventOf } from '../fakes/event.ts'
import { startCollector } from '../fakes/otlp-collector.ts'
import { contract, createProject, handler } from '../fakes/project.ts'
import { startFunctions } from '../parity/hosts/lambda-functions.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` }

const files = {
  'functions/shop/openapi.yaml': contract(`
/shop/item:
  get:
    operationId: getItem
    responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }
`),
  'functions/shop/get-item.ts': handler('getItem', '{}'),
  'functions/shop/recover.ts': 'export const recover = async (): Promise<number> => 3\n',
}

const folders = new Map<string, string>()
{
  const project = createProject({ after: (end) => after(end as () => void) }, files)
  const { routes } = await generate(project)
  const specs = listFunctions(project, routes, { traces: true })
  const wanted = specs.filter(({ name }) => /^(?:shop-(?:get-item|recover)|default)$/.test(name))
  for (const { name, folder } of await buildFunctions(project, wanted)) folders.set(name, folder)
}

/** One function, packaged with traces on, in a runtime of its own. */
function startFunction(context: TestContext, name: string, variables: Record<string, string>) {
  const file = join(folders.get(name) ?? '', 'index.mjs')
  const made = {
    functions: new Map([
      [name, { task: dirname(file), handler: 'index.handler', file, variables: {}, rights: new Set<string>() }],
    ]),
    routes: new Map(),
    remove: () => undefined,
  }
  const running = startFunctions(made, { ENV: 'test', ...variables })
  context.after(running.stop)
  return { invoke: (event: object) => running.invoke(name, event), logged: running.lines.find }
}

test('a function that is packaged with traces exports its span before it answers; so does a recovery', async (context) => {
  const collector = await startCollector(context)
  const variables = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    AWS_LAMBDA_FUNCTION_NAME: 'shop-dev-get-item',
  }
  const [getItem, recover, otherwise] = ['shop-get-item', 'shop-recover', 'default'].map((name) =>
    startFunction(context, name, variables),
  )

  const answer = (await getItem?.invoke(eventOf({ path: '/shop/item', headers }))) as { statusCode: number }
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(
    collector.spans.map(({ name, traceId: id }) => [name, id]),
    [['GET /shop/item', traceId]],
  )
  assert.deepEqual(await recover?.invoke({}), { recovered: 3 })
  await otherwise?.invoke(eventOf({ path: '/nowhere' }))

  assert.deepEqual(
    collector.spans.map(({ name, resource }) => [name, resource['service.name'], resource['service.version']]),
    [
      ['GET /shop/item', 'shop', '2.3.4'],
      ['recover-shop', 'shop', '2.3.4'],
      // It belongs to no service: the project's name.
      ['GET', 'shop', '2.3.4'],
    ],
  )
  assert.equal(collector.spans[0]?.resource['faas.name'], 'shop-dev-get-item')
  assert.match(String(collector.spans[0].attributes['faas.invocation_id']), /^[0-9a-f-]{36}$/)
})

test('a collector that does not answer holds a function up for a second, and then not again', async (context) => {
  const collector = await startCollector(context)
  collector.status = undefined
  const shop = startFunction(context, 'shop-get-item', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_TIMEOUT: '1500',
  })
  const call = async (): Promise<number> => {
    const startedAt = performance.now()
    const answer = (await shop.invoke(eventOf({ path: '/shop/item' }))) as { statusCode: number }
    assert.equal(answer.statusCode, 200)
    return performance.now() - startedAt
  }

  const first = await call()
  await shop.logged(({ msg }) => msg === 'Traces cannot be exported')
  const later = await call()

  assert.ok(first >= 1_000, `${first} ms`)
  assert.ok(later < 1_000, `${later} ms`)
})

test('a function gets the variables of traces that it was packaged with, and a reference to the secret one', async (context) => {
  const project = createProject(context, { ...files, 'env/staging.env': 'OTEL_TRACES_SAMPLER=always_on\n' })
  const given = {
    ENV: 'staging',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
    LAMBDA_SECRET_KEYS: 'OTEL_EXPORTER_OTLP_HEADERS',
  }
  Object.assign(process.env, given)
  context.after(() => {
    for (const name of Object.keys(given)) delete process.env[name]
  })

  const { functions } = await describeDeployment(project.root, { offline: false })

  assert.ok(functions.default && 'environment' in functions.default)
  assert.deepEqual(functions.default.environment, {
    ENV: 'staging',
    OTEL_TRACES_SAMPLER: 'always_on',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
    OTEL_EXPORTER_OTLP_HEADERS: '{{resolve:secretsmanager:shop/staging:SecretString:OTEL_EXPORTER_OTLP_HEADERS}}',
  })
})
