import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { declaresCollections, limitsRates, type Project, takesIdempotencyKeys } from '../../../lib/contract/project.ts'
import { describeDeployment } from '../../../lib/hosts/serverless-functions.ts'
import { loadCollections } from '../../../lib/store/load-collections.ts'
import { contract, createProject, handler } from '../../fakes/project.ts'

const answers = 'responses: { "200": { description: ok, content: { application/json: { schema: {} } } } }'

/** A project with one service, `shop`, whose one operation has the members given, in YAML. */
const projectWith = (context: TestContext, members: string, files: Record<string, string> = {}): Project =>
  createProject(context, {
    'functions/shop/openapi.yaml': contract(`
/shop/items:
  post:
    operationId: createItem
${members}
    ${answers}
`),
    'functions/shop/create-item.ts': handler('createItem', '{}'),
    ...files,
  })

const keyParameter = `    parameters:
      - name: Idempotency-Key
        in: header
        schema: { type: string }`
const keyReference = `    parameters:
      - $ref: "../shared.yaml#/parameters/Key"`
const limit = '    x-rate-limit: { rate: 5/s }'

const names = async (project: Project): Promise<string[]> =>
  (await loadCollections(project, ['shop'])).map(({ name }) => name)

function setVariable(context: TestContext, name: 'RATE_LIMITS' | 'STORE_URL', value: string): void {
  const before = process.env[name]
  process.env[name] = value
  context.after(() => {
    if (before === undefined) delete process.env[name]
    else process.env[name] = before
  })
}

test('D05 a service whose contract has an Idempotency-Key keeps data, in the collection of the kit', async (context) => {
  const project = projectWith(context, keyParameter)

  assert.equal(takesIdempotencyKeys(project, 'shop'), true)
  assert.equal(declaresCollections(project, 'shop'), true)
  assert.deepEqual(await names(project), ['idempotency-keys'])
})

test('D05 the parameter may stand in a file that the contract refers to', (context) => {
  const shared = 'parameters: { Key: { "name": "idempotency-key", in: header, schema: { type: string } } }'
  const project = projectWith(context, keyReference, { 'functions/shared.yaml': shared })

  assert.equal(takesIdempotencyKeys(project, 'shop'), true)
})

test('a service that only speaks of the header, or has neither, keeps nothing', async (context) => {
  const project = projectWith(context, '    description: No Idempotency-Key is needed.\n    # name: Idempotency-Key')

  assert.equal(takesIdempotencyKeys(project, 'shop'), false)
  assert.equal(limitsRates(project, 'shop'), false)
  assert.equal(declaresCollections(project, 'shop'), false)
  assert.deepEqual(await names(project), [])
})

test('C10 a service with a rate limit keeps data where requests are counted in the store, and only there', async (context) => {
  const project = projectWith(context, limit)
  const inMemory = [limitsRates(project, 'shop'), declaresCollections(project, 'shop'), await names(project)]

  setVariable(context, 'RATE_LIMITS', 'store')

  assert.deepEqual(inMemory, [true, false, []])
  assert.equal(declaresCollections(project, 'shop'), true)
  assert.deepEqual(await names(project), ['rate-limits'])
})

test('C10 where requests are counted may also stand in the env file', async (context) => {
  const project = projectWith(context, limit, { [`env/${process.env.ENV ?? 'dev'}.env`]: 'RATE_LIMITS=store\n' })

  assert.deepEqual(await names(project), ['rate-limits'])
})

test('services that all need a collection of the kit have one together', async (context) => {
  const project = projectWith(context, `${keyParameter}\n${limit}`, {
    'functions/till/openapi.yaml': contract(`
/till/bills:
  post:
    operationId: createBill
${keyParameter}
    ${answers}
`),
  })
  setVariable(context, 'RATE_LIMITS', 'store')

  const found = await loadCollections(project, ['shop', 'till'])

  assert.deepEqual(
    found.map(({ name }) => name),
    ['idempotency-keys', 'rate-limits'],
  )
})

test('a deployment makes the tables of the kit, and gives rights to them', async (context) => {
  const project = projectWith(context, `${keyParameter}\n${limit}`)
  setVariable(context, 'RATE_LIMITS', 'store')
  setVariable(context, 'STORE_URL', 'dynamodb://eu-central-1/shop')

  const { resources } = await describeDeployment(project.root, { offline: false })

  const tables = ['IdempotencyKeysTable', 'RateLimitsTable']
  const text = JSON.stringify(resources)
  const arns = tables.map((table) => `{"Fn::GetAtt":["${table}","Arn"]}`).join()
  assert.deepEqual(
    Object.keys(resources.Resources).filter((id) => id.endsWith('Table')),
    tables,
  )
  for (const action of ['GetItem', 'PutItem', 'DeleteItem'])
    assert.ok(text.includes(`"Action":["dynamodb:${action}"],"Resource":[${arns}]`), action)
})
