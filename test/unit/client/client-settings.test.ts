import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { addressVariable, readCallSettings, readCredentials } from '../../../lib/client/client-settings.ts'
import { findCalls } from '../../../lib/contract/called-services.ts'
import { generate } from '../../../lib/contract/generate.ts'
import { runNode } from '../../fakes/command.ts'
import { contract, createProject, handler } from '../../fakes/project.ts'

test('the address of a service is in the variable of its name', () => {
  assert.equal(addressVariable('catalog'), 'CATALOG_URL')
  assert.equal(addressVariable('gift-cards'), 'GIFT_CARDS_URL')

  const { address, timeoutMs } = readCallSettings('catalog', {
    env: { ENV: 'production', CATALOG_URL: 'https://api.example.com/shop/', CLIENT_TIMEOUT_MS: '700' },
  })
  assert.equal(address, 'https://api.example.com/shop')
  assert.equal(timeoutMs, 700)
})

test('at a desk every service is where this process is; elsewhere the address has to be said', () => {
  const address = (env: Record<string, string>) => readCallSettings('catalog', { env }).address

  assert.equal(address({}), 'http://localhost:3000')
  assert.equal(address({ PORT: '8080' }), 'http://localhost:8080')
  assert.equal(address({ ENV: 'test', PUBLIC_URL: 'https://api.example.com/shop/' }), 'https://api.example.com/shop')
  assert.throws(() => address({ ENV: 'staging' }), /^ConfigError: CATALOG_URL: is required/)
  assert.throws(() => address({ CATALOG_URL: 'catalog:8080' }), /CATALOG_URL: must be a URL that starts with http/)
})

test('the credentials are required off the desk, and the secret is shown to nobody', () => {
  assert.throws(
    () => readCredentials({ env: { ENV: 'staging', AUTH_CLIENT_SECRET: '' } }),
    (error: Error) => {
      assert.match(error.message, /^AUTH_CLIENT_ID: is required.*\nAUTH_CLIENT_SECRET: is required/)
      return true
    },
  )
  assert.equal(readCredentials({ env: {} }).AUTH_CLIENT_ID, 'orders')
})

const stock = `
/stock/items:
  get: { operationId: listItems, responses: { "204": { description: ok } } }
  post:
    operationId: addItem
    security: [{ bearer: [stock:write] }]
    responses: { "204": { description: ok }, "401": { description: no } }
`
const schemes = 'securitySchemes: { bearer: { type: http, scheme: bearer } }'

/** A service `sales` that calls the service `stock`. */
const system = (call: string): Record<string, string> => ({
  'functions/stock/openapi.yaml': contract(stock, schemes),
  'functions/stock/list-items.ts': handler('listItems', 'undefined', 'stock'),
  'functions/stock/add-item.ts': handler('addItem', 'undefined', 'stock'),
  'functions/sales/openapi.yaml': contract(
    '/sales/orders: { get: { operationId: listOrders, responses: { "204": { description: ok } } } }',
  ),
  'functions/sales/list-orders.ts': `import { client, endpoint } from 'twelvefold'
import { stock } from '#clients/stock'
import { listOrders } from '#contracts/sales'

const warehouse = client(stock)

export const handler = endpoint(listOrders, async (request) => {
  await ${call}
})
`,
})

test('what a service calls is known from its sources, and whether it needs a token of its own', async (t) => {
  const needs = async (call: string, made = 'client(stock)') => {
    const files = system(call)
    const file = 'functions/sales/list-orders.ts'
    const project = createProject(t, { ...files, [file]: (files[file] ?? '').replace('client(stock)', made) })
    await generate(project)
    const { services } = await import(pathToFileURL(join(project.generated, 'app.js')).href)
    return services.find(({ name }: { name: string }) => name === 'sales').calls
  }

  const reads = 'warehouse.listItems({}, request)'
  const writes = 'warehouse.addItem({}, request)'
  assert.deepEqual(await needs(reads), { services: ['stock'], needsCredentials: false })
  assert.deepEqual(await needs(writes), { services: ['stock'], needsCredentials: true })
  assert.deepEqual(await needs(writes, "client(stock, { token: 'caller' })"), {
    services: ['stock'],
    needsCredentials: false,
  })
})

test('a client in a comment is no call', (t) => {
  const file = "/** import { stock } from '#clients/stock' */\n// import '#clients/stock'\nexport {}\n"
  const project = createProject(t, { 'functions/sales/notes.ts': file })

  assert.deepEqual(
    findCalls(project, 'sales', () => undefined),
    { services: [], needsCredentials: false },
  )
})

test('a process that lacks an address or credentials does not start, and names all that is missing', async (t) => {
  const project = createProject(t, system('warehouse.addItem({}, request)'))
  await generate(project)
  const kit = pathToFileURL(join(import.meta.dirname, '../../../lib')).href
  const start = `import { loadApplication } from '${kit}/hosts/application.ts'
import * as app from './generated/app.js'
await loadApplication(app).catch((error) => { console.log(error.message); process.exit(error.exitCode) })`

  const process = runNode(t, project.root, ['--input-type=module', '--eval', start], { ENV: 'staging', PORT: 'x' })

  assert.equal(await process.ended(), 78)
  const missing = [...process.output().matchAll(/^([A-Z_]+): /gm)].map(([, name]) => name)
  for (const name of ['AUTH_CLIENT_ID', 'AUTH_CLIENT_SECRET', 'AUTH_ISSUER', 'PORT', 'STOCK_URL'])
    assert.ok(missing.includes(name), `${name} is not in ${missing.join(' ')}`)
})

test('twelvefold env lists what is needed for calls, and by whom', async (t) => {
  const project = createProject(t, system('warehouse.addItem({}, request)'))
  await generate(project)
  const main = join(import.meta.dirname, '../../../lib/cli/main.ts')

  const process = runNode(t, project.root, [main, 'env'], { ENV: 'dev', PORT: '4000' })

  assert.equal(await process.ended(), 0)
  assert.match(process.output(), /^STOCK_URL +sales +no +http:\/\/localhost:4000 /m)
  assert.match(process.output(), /^AUTH_CLIENT_SECRET +sales +no +•+ /m)
})
