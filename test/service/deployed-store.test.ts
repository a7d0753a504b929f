import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { ConfigError } from '../../lib/config/config-error.ts'
import { type Deployment, describeDeployment } from '../../lib/hosts/serverless-functions.ts'
import { contract, createProject, handler } from '../fakes/project.ts'

const paths = (service: string, operation: string) => `
/${service}/${operation}:
  get:
    operationId: ${operation}
    responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }
`
const collectionOf = (name: string, indexes: string) => `import { collection, type } from 'twelvefold'

interface Line { id: string, kind: string }
export const lines = collection('${name}', { document: type<Line>(), key: 'id', indexes: ${indexes} })
`
const files = {
  'functions/shop/openapi.yaml': contract(paths('shop', 'listLines')),
  'functions/shop/list-lines.ts': handler('listLines', '{}'),
  'functions/shop/lines.ts': collectionOf('order-lines', "{ byKind: ['kind', 'id'] }"),
  'functions/till/openapi.yaml': contract(paths('till', 'listBills')),
  'functions/till/list-bills.ts': handler('listBills', '{}', 'till'),
  'functions/till/bills.ts': collectionOf('bills', '{}'),
}

/** What `serverless.yml` gets of a project, with variables set for the time of the call. */
async function describe(
  context: TestContext,
  variables: Record<string, string>,
  more: Record<string, string> = {},
  offline = false,
): Promise<Deployment> {
  const { root } = createProject(context, { ...files, ...more })
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, variables)
  try {
    return await describeDeployment(root, { offline })
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

const STORE_URL = 'dynamodb://eu-central-1/shop'

test('without DynamoDB there are no tables and no rights to any', async (context) => {
  const { resources, iam } = await describe(context, {})
  const embedded = await describe(context, { STORE_URL: 'sqljs:.data/' })
  const offline = await describe(context, { STORE_URL }, {}, true)

  assert.deepEqual([resources, iam], [{ Resources: {} }, []])
  assert.deepEqual([embedded.resources, embedded.iam], [{ Resources: {} }, []])
  assert.deepEqual([offline.resources, offline.iam], [{ Resources: {} }, []])
})

test('each collection has its table, with its indexes, expiry and point-in-time recovery', async (context) => {
  const { resources, environment } = await describe(context, { STORE_URL })

  assert.equal(environment.STORE_URL, STORE_URL)
  assert.deepEqual(Object.keys(resources.Resources), ['BillsTable', 'OrderLinesTable'])
  assert.deepEqual(resources.Resources.OrderLinesTable, {
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      TableName: 'shop-order-lines',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'k', AttributeType: 'S' },
        { AttributeName: 'p0', AttributeType: 'S' },
        { AttributeName: 's0', AttributeType: 'S' },
      ],
      KeySchema: [{ AttributeName: 'k', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'i0-byKind',
          KeySchema: [
            { AttributeName: 'p0', KeyType: 'HASH' },
            { AttributeName: 's0', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      TimeToLiveSpecification: { AttributeName: 'x', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    },
  })
})

test('the functions may do with these tables and indexes what the driver does, and nothing else', async (context) => {
  const { iam } = await describe(context, { STORE_URL })

  assert.deepEqual(iam, [
    {
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
      Resource: [{ 'Fn::GetAtt': ['BillsTable', 'Arn'] }, { 'Fn::GetAtt': ['OrderLinesTable', 'Arn'] }],
    },
    {
      Effect: 'Allow',
      Action: ['dynamodb:Query'],
      Resource: [{ 'Fn::Join': ['/', [{ 'Fn::GetAtt': ['OrderLinesTable', 'Arn'] }, 'index', 'i0-byKind']] }],
    },
  ])
})

test('a service that is deployed on its own has its own tables only, and no right without a use', async (context) => {
  const { resources, iam } = await describe(context, { STORE_URL, SERVICES: 'till' })

  assert.deepEqual(Object.keys(resources.Resources), ['BillsTable'])
  assert.equal(iam.length, 1)
})

test('the store of a stage stands in its env file', async (context) => {
  const staging = { 'env/staging.env': 'STORE_URL=dynamodb://eu-west-1/staging\n' }

  const { resources } = await describe(context, { ENV: 'staging' }, staging)

  assert.match(JSON.stringify(resources), /"TableName":"staging-bills"/)
})

test('a store URL that is not one stops the deployment', async (context) => {
  await assert.rejects(describe(context, { STORE_URL: 'dynamodb://shop' }), ConfigError)
})
