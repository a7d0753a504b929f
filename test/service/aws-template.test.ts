import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Route } from '../../lib/contract/routes.ts'
import { findTemplateFaults, type Template } from '../fakes/cloudformation.ts'
import { runNode } from '../parity/hosts/run.ts'
import { createWorkspace, environment, twelvefold, type Workspace } from '../parity/hosts/workspace.ts'

const variables = {
  ENV: 'production',
  STORE_URL: 'dynamodb://eu-central-1/shop',
  PUBLIC_URL: 'https://api.example.com',
  AUTH_ISSUER: 'https://api.example.com/auth',
  CATALOG_URL: 'https://api.example.com',
  ORDERS_URL: 'https://api.example.com',
  AUTH_CLIENT_ID: 'orders',
  LAMBDA_SECRET_KEYS: 'CURSOR_SECRET,AUTH_KEY_SECRET,AUTH_CLIENT_SECRET',
  LAMBDA_ALARM_TOPIC: 'arn:aws:sns:eu-central-1:123456789012:on-call',
  LAMBDA_TRACING: 'on',
}

let workspace: Workspace
let whole: Template
let catalog: Template

before(async () => {
  workspace = createWorkspace('services')
  whole = await packageWith({})
  catalog = await packageWith({ SERVICES: 'catalog' })
})

after(() => workspace.remove())

async function packageWith(more: Record<string, string>): Promise<Template> {
  await runNode(twelvefold('package'), workspace.root, environment({ ...variables, ...more }))
  const file = join(workspace.root, '.serverless/cloudformation-template-update-stack.json')
  return JSON.parse(readFileSync(file, 'utf8')) as Template
}

const of = (template: Template, type: string): Record<string, unknown>[] =>
  Object.values(template.Resources).flatMap(({ Type, Properties }) => (Type === type && Properties ? [Properties] : []))

/** The variables of a function, by its name without stack and stage. */
function variablesOf(template: Template, name: string): Record<string, string> {
  const found = of(template, 'AWS::Lambda::Function').find(
    ({ FunctionName }) => FunctionName === `twelvefold-production-${name}`,
  )
  assert.ok(found, name)
  return (found.Environment as { Variables: Record<string, string> }).Variables
}

test('the template of all services and that of one are what CloudFormation takes', async () => {
  assert.deepEqual(await findTemplateFaults(whole), [])
  assert.deepEqual(await findTemplateFaults(catalog), [])
})

test('the faults of a template are found', async () => {
  const found = await findTemplateFaults({
    Resources: {
      Log: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 'ever' } },
      Code: {
        Type: 'AWS::Lambda::Function',
        Properties: { Rle: 'x', Environment: { Variables: [] }, Code: {}, KmsKeyArn: { Ref: 'Key' } },
      },
      Table: { Type: 'AWS::DynamoDB::Tabel', DependsOn: 'Role' },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: {}, Path: { 'Fn::GetAtt': ['Table', 'Arn'] } },
      },
    },
  })

  assert.deepEqual(found.sort(), [
    'Code refers to Key, which is not there',
    'Code.Environment.Variables is no object',
    'Code.Rle is unknown',
    'Code.Role is missing',
    'Log.RetentionInDays is no whole number',
    'Role asks Table for Arn, which AWS::DynamoDB::Tabel does not have',
    'Table is of the unknown type AWS::DynamoDB::Tabel',
    'Table → Role → Table depend on each other',
  ])
})

test('the routes of the API are those of the contracts, and those of the kit', () => {
  const contracts = JSON.parse(readFileSync(join(workspace.root, 'generated/routes.json'), 'utf8')) as Route[]
  const written = contracts.flatMap(({ method, path }) =>
    method === 'GET' ? [`GET ${path}`, `HEAD ${path}`] : [`${method} ${path}`],
  )
  const services = [...new Set(contracts.map(({ service }) => service))]
  const kits = [
    ...services.flatMap((service) => ['health', 'version', 'openapi.json'].map((page) => `/${service}/-/${page}`)),
    '/docs',
    '/docs/problems',
    '/docs/problems/{code}',
    '/docs/{asset}',
  ].flatMap((path) => [`GET ${path}`, `HEAD ${path}`])

  const keys = of(whole, 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => String(RouteKey))

  assert.deepEqual(keys.sort(), [...written, ...kits, '$default'].sort())
})

test('a function has the variables that it uses, and a secret as a reference', () => {
  const [greet, list, order] = ['hello-greet', 'catalog-list-products', 'orders-create-order'].map((name) =>
    variablesOf(whole, name),
  )

  const usual = ['ENV', 'LOG_LEVEL', 'PUBLIC_URL', 'RESPONSE_CHECK', 'RESPONSE_SAMPLE_RATE']
  assert.deepEqual(Object.keys(greet ?? {}), usual)
  assert.deepEqual(Object.keys(list ?? {}).sort(), [...usual, 'CURSOR_SECRET', 'STORE_URL'].sort())
  assert.equal(order?.CATALOG_URL, 'https://api.example.com')
  assert.equal(
    order?.AUTH_CLIENT_SECRET,
    '{{resolve:secretsmanager:twelvefold/production:SecretString:AUTH_CLIENT_SECRET}}',
  )
})

test('a function that lists products may not change one', () => {
  const role = Object.values(catalog.Resources).find(
    ({ Properties }) => Properties?.Description === 'catalog: reads products',
  )

  const text = JSON.stringify(role)
  assert.match(text, /dynamodb:GetItem/)
  assert.doesNotMatch(text, /dynamodb:(?:Put|Delete|Update|Scan)/)
})

test('logs end, traces are on, and each recovery has its schedule, one try, and an alarm on its silence', () => {
  for (const { RetentionInDays } of of(whole, 'AWS::Logs::LogGroup')) assert.equal(RetentionInDays, 30)
  for (const { TracingConfig } of of(whole, 'AWS::Lambda::Function'))
    assert.deepEqual(TracingConfig, { Mode: 'Active' })
  const rules = of(whole, 'AWS::Events::Rule')
  assert.deepEqual(new Set(rules.map(({ ScheduleExpression }) => ScheduleExpression)), new Set(['rate(1 minute)']))
  const tries = of(whole, 'AWS::Lambda::EventInvokeConfig')
  assert.deepEqual(new Set(tries.map(({ MaximumRetryAttempts }) => MaximumRetryAttempts)), new Set([0]))
  const silent = Object.keys(whole.Resources).filter((id) => id.endsWith('SilenceAlarm'))
  assert.equal(silent.length, rules.length)
})

test('a stack of one service has no name that the stack of all of them has', () => {
  const namesIn = (template: Template) => ({
    functions: of(template, 'AWS::Lambda::Function').map(({ FunctionName }) => String(FunctionName)),
    logs: of(template, 'AWS::Logs::LogGroup').map(({ LogGroupName }) => String(LogGroupName)),
    exports: Object.values(template.Outputs ?? {}).map((output) => Reflect.get(output, 'Export').Name as string),
  })

  const [all, one] = [namesIn(whole), namesIn(catalog)]

  assert.ok(one.functions.includes('twelvefold-catalog-production-list-products'))
  for (const name of [...all.functions, ...one.functions]) assert.ok(name.length <= 64, name)
  for (const kind of ['functions', 'logs', 'exports'] as const) {
    assert.ok(one[kind].length > 0)
    assert.deepEqual(
      one[kind].filter((name) => all[kind].includes(name)),
      [],
    )
  }
})

test('functions of the kit have none of the variables that contracts speak of', () => {
  const usual = ['ENV', 'LOG_LEVEL', 'PUBLIC_URL', 'RESPONSE_CHECK', 'RESPONSE_SAMPLE_RATE']
  for (const name of ['auth-service', 'docs']) assert.deepEqual(Object.keys(variablesOf(whole, name)), usual)
})

test('an operation without an Idempotency-Key has no right to those of others', () => {
  const roles = of(whole, 'AWS::IAM::Role').map(({ Description }) => Description)

  assert.ok(roles.includes('orders: reads orders'))
})

test('a key of the secret that nothing declares stops the packaging, and one of another service does not', async () => {
  const packaging = packageWith({
    SERVICES: 'colors',
    LAMBDA_SECRET_KEYS: 'CURSOR_SECRET,AUTH_KEY_SECRET,CURSOR_SECRT',
  })

  await assert.rejects(packaging, /LAMBDA_SECRET_KEYS: names CURSOR_SECRT, which no service declares/)
  await assert.rejects(packaging, ({ message }: Error) => !message.includes('AUTH_KEY_SECRET'))
})

test('a secret that has no way to the functions stops the packaging, and is named', async () => {
  const packaging = packageWith({ SERVICES: 'colors', LAMBDA_SECRET_KEYS: '' })

  await assert.rejects(packaging, /ended with 78:\n.*\nCURSOR_SECRET: is required .*LAMBDA_SECRET_KEYS/)
})
