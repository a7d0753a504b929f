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

/** The tables of a deployment, and what each role of a service may do with them. */
const tablesOf = ({ resources }: Deployment): string[] =>
  Object.keys(resources.Resources).filter((id) => id.endsWith('Table'))

interface Role {
  Properties: { Policies: [{ PolicyDocument: { Statement: { Action: string[] }[] } }] }
}

/** The statements about data of the role that a function has. */
function rightsOf({ functions, resources }: Deployment, name: string): object[] {
  const { role } = functions[name] as { role: string }
  const { Properties } = resources.Resources[role] as Role
  const { Statement } = Properties.Policies[0].PolicyDocument
  return Statement.filter(({ Action }) => Action.some((action) => action.startsWith('dynamodb:')))
}

/** Bundles stand in for those that `twelvefold package` makes. */
const bundles = {
  'dist/lambda/writers.json': JSON.stringify({ stores: ['till-list-bills'], removes: ['till-list-bills'] }),
  'dist/lambda/shop-list-lines/index.mjs': 'var a=b("order-lines",{});export{a as handler}',
  'dist/lambda/till-list-bills/index.mjs': 'var a=b("bills",{});export{a as handler}',
}

test('without DynamoDB there are no tables and no rights to any', async (context) => {
  const none = await describe(context, {})
  const embedded = await describe(context, { STORE_URL: 'sqljs:.data/' })
  const offline = await describe(context, { STORE_URL }, {}, true)

  for (const deployment of [none, embedded]) {
    assert.deepEqual(tablesOf(deployment), [])
    assert.deepEqual(rightsOf(deployment, 'shop-list-lines'), [])
  }
  assert.deepEqual(offline.resources, { Resources: {} })
})

test('each collection has its table, with its indexes, expiry and point-in-time recovery', async (context) => {
  const deployment = await describe(context, { STORE_URL })
  const { resources } = deployment

  assert.deepEqual(tablesOf(deployment), ['BillsTable', 'OrderLinesTable'])
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

test('a function that only reads may read its collections, and one that writes may write to its own', async (context) => {
  const deployment = await describe(context, { STORE_URL }, bundles)

  assert.deepEqual(rightsOf(deployment, 'shop-list-lines'), [
    { Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: [{ 'Fn::GetAtt': ['OrderLinesTable', 'Arn'] }] },
    {
      Effect: 'Allow',
      Action: ['dynamodb:Query'],
      Resource: [{ 'Fn::Join': ['/', [{ 'Fn::GetAtt': ['OrderLinesTable', 'Arn'] }, 'index', 'i0-byKind']] }],
    },
  ])
  assert.deepEqual(rightsOf(deployment, 'till-list-bills'), [
    { Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: [{ 'Fn::GetAtt': ['BillsTable', 'Arn'] }] },
    {
      Effect: 'Allow',
      Action: ['dynamodb:PutItem'],
      Resource: [{ 'Fn::GetAtt': ['BillsTable', 'Arn'] }],
    },
    {
      Effect: 'Allow',
      Action: ['dynamodb:DeleteItem'],
      Resource: [{ 'Fn::GetAtt': ['BillsTable', 'Arn'] }],
    },
  ])
  assert.deepEqual(rightsOf(deployment, 'shop-service'), [])
})

test('a service that is deployed on its own has its own tables only, in a stack of its own', async (context) => {
  const whole = await describe(context, { STORE_URL })
  const till = await describe(context, { STORE_URL, SERVICES: 'till' })

  assert.deepEqual(tablesOf(till), ['BillsTable'])
  assert.deepEqual([whole.stackName, till.stackName], ['shop-dev', 'shop-till-dev'])
  assert.equal((till.functions.docs as { name: string }).name, 'shop-till-dev-docs')
  assert.equal((till.functions['till-list-bills'] as { name: string }).name, 'shop-till-dev-list-bills')
})

test('the store of a stage stands in its env file', async (context) => {
  const staging = {
    'env/staging.env': 'STORE_URL=dynamodb://eu-west-1/staging\nLAMBDA_SECRET_KEYS=CURSOR_SECRET\n',
  }

  const { resources } = await describe(context, { ENV: 'staging' }, staging)

  assert.match(JSON.stringify(resources), /"TableName":"staging-bills"/)
})

test('a store URL that is not one stops the deployment', async (context) => {
  await assert.rejects(describe(context, { STORE_URL: 'dynamodb://shop' }), ConfigError)
})

test('functions that keep data have no embedded store once they are deployed', async (context) => {
  const variables = { ENV: 'staging', STORE_URL: 'sqljs:.data/', LAMBDA_SECRET_KEYS: 'CURSOR_SECRET' }

  await assert.rejects(describe(context, variables), /STORE_URL: must be dynamodb:/)
})
