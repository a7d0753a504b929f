import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import { createClient } from '../../lib/store/dynamodb/client.ts'
import { openDynamodb } from '../../lib/store/dynamodb/driver.ts'
import { createTable } from '../../lib/store/dynamodb/table-admin.ts'
import { defineTable } from '../../lib/store/dynamodb/tables.ts'
import { readDynamodbUrl } from '../../lib/store/dynamodb/url.ts'
import { openSqljs } from '../../lib/store/sqljs/driver.ts'
import { lockFolder } from '../../lib/store/sqljs/folder-lock.ts'
import { runCommand } from '../fakes/command.ts'
import { startDynamodb } from '../fakes/dynamodb.ts'
import { contract, createProject, handler, writeFiles } from '../fakes/project.ts'

const fake = await startDynamodb()
after(() => fake.close())

const paths = (service: string, operation: string) => `
/${service}/${operation}:
  get:
    operationId: ${operation}
    responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }
`
const collectionOf = (name: string, indexes: string) => `import { collection, type } from 'twelvefold'

interface Item { id: string, kind: string, endsAt?: number }
export const items = collection('${name}', { document: type<Item>(), key: 'id', indexes: ${indexes}, ttl: 'endsAt' })
`
const files = {
  'env/dev.env': 'LOG_LEVEL=debug\n',
  'env/production.env': 'LOG_LEVEL=info\n',
  'functions/shop/openapi.yaml': contract(paths('shop', 'listItems')),
  'functions/shop/list-items.ts': handler('listItems', '{}'),
  'functions/shop/items.ts': collectionOf('items', "{ byKind: ['kind', 'id'], byId: ['id'] }"),
  'functions/till/openapi.yaml': contract(paths('till', 'listBills')),
  'functions/till/list-bills.ts': handler('listBills', '{}', 'till'),
  'functions/till/bills.ts': collectionOf('bills', '{}'),
}

let count = 0

/** A project whose store has not been used yet. */
function openShop(context: TestContext, url?: string) {
  const prefix = `shop-${count++}`
  const STORE_URL = url ?? fake.url(prefix)
  const { root } = createProject(context, files)
  const run = async (args: string[], env: Record<string, string> = {}) => {
    const running = runCommand(context, root, ['store', ...args], { STORE_URL, ...env })
    const code = await running.ended()
    return { code, output: running.output() }
  }
  return { root, prefix, url: STORE_URL, run }
}

const byKind = { name: 'items', indexes: ['byKind', 'byId'], placesOf: () => ({}) }

test('store create makes what is missing, and a second time nothing', async (context) => {
  const { prefix, url, run } = openShop(context)

  const first = await run(['create'])
  const second = await run(['create'])

  assert.deepEqual(first, { code: 0, output: `${prefix}-bills: made\n${prefix}-items: made\n` })
  assert.deepEqual(second, {
    code: 0,
    output: `${prefix}-bills: is there already\n${prefix}-items: is there already\n`,
  })
  const driver = await openDynamodb(url)
  await driver.open(byKind)
  assert.equal(await driver.get('items', 'a'), undefined)
  await driver.close()
})

test('store status shows tables, states, counts and indexes, and fails while one is missing', async (context) => {
  const { prefix, run } = openShop(context)

  const before = await run(['status'], { SERVICES: 'shop' })
  await run(['create'], { SERVICES: 'shop' })
  const then = await run(['status'])

  assert.equal(before.code, 1)
  assert.match(before.output, new RegExp(`^items +${prefix}-items +missing +byKind, byId$`, 'm'))
  assert.match(before.output, /"twelvefold store create" makes them/)
  assert.equal(then.code, 1)
  assert.match(then.output, /^COLLECTION +TABLE +STATE +DOCUMENTS +INDEXES$/m)
  assert.match(then.output, new RegExp(`^items +${prefix}-items +active +~0 +byKind, byId$`, 'm'))
  assert.match(then.output, new RegExp(`^bills +${prefix}-bills +missing$`, 'm'))
})

test('store status --json is for programs', async (context) => {
  const { prefix, run } = openShop(context)
  await run(['create'])

  const { code, output } = await run(['status', '--json'])

  assert.equal(code, 0)
  const { collections, ...store } = JSON.parse(output) as { collections: object[] }
  assert.deepEqual(store, { store: 'dynamodb', region: 'eu-central-1', prefix })
  assert.deepEqual(collections[0], {
    collection: 'bills',
    table: `${prefix}-bills`,
    indexes: {},
    state: 'active',
    documents: 0,
    differences: [],
  })
})

test('a table that is not as declared is a fault that create does not hide', async (context) => {
  const { prefix, url, run } = openShop(context)
  const client = createClient(readDynamodbUrl(url))
  await createTable(client, defineTable(prefix, 'items', ['byId']))
  client.destroy()

  const created = await run(['create'])
  const status = await run(['status'])

  assert.equal(created.code, 1)
  assert.match(created.output, new RegExp(`^${prefix}-items: it lacks the index i0-byKind$`, 'm'))
  assert.match(created.output, new RegExp(`^${prefix}-items: it has an index i0-byId$`, 'm'))
  assert.equal(status.code, 1)
  assert.match(status.output, /^items .* different /m)
})

test('store drop needs --yes where nobody can be asked, and removes only what is declared', async (context) => {
  const { prefix, url, run } = openShop(context)
  await run(['create'])
  const client = createClient(readDynamodbUrl(url))
  await createTable(client, defineTable(prefix, 'foreign', []))
  client.destroy()

  const asked = await run(['drop'])
  const dropped = await run(['drop', '--yes'])
  const again = await run(['drop', '--yes'])

  assert.equal(asked.code, 1)
  assert.match(
    asked.output,
    new RegExp(`This removes ${prefix}-bills, ${prefix}-items for good\\. Say so with --yes\\.`),
  )
  assert.deepEqual(dropped, { code: 0, output: `${prefix}-bills: removed\n${prefix}-items: removed\n` })
  assert.deepEqual(again, { code: 0, output: 'There are no tables to remove.\n' })
  const driver = await openDynamodb(url)
  await driver.open({ name: 'foreign', indexes: [], placesOf: () => ({}) })
  assert.equal(await driver.get('foreign', 'a'), undefined)
  await driver.close()
})

test('a store that cannot be reached is said in one sentence, exit code 1', async (context) => {
  const { run } = openShop(context, fake.url('shop', 'http://127.0.0.1:9'))

  const { code, output } = await run(['status'])

  assert.equal(code, 1)
  assert.match(output, /^DynamoDB in eu-central-1 cannot be used: .*ECONNREFUSED/)
  assert.doesNotMatch(output, /^ +at /m)
})

test('a wrong configuration is exit code 78', async (context) => {
  const { run } = openShop(context)

  const wrong = await Promise.all([
    run(['status'], { STORE_URL: 'dynamodb://eu-central-1' }),
    run(['create'], { STORE_URL: 'mysql://db' }),
    run(['status'], { SERVICES: 'shpo' }),
    run(['status'], { ENV: 'prod' }),
    run(['status'], { STORE_URL: `sqljs:${import.meta.filename}` }),
  ])

  assert.deepEqual(
    wrong.map(({ code }) => code),
    [78, 78, 78, 78, 78],
  )
  assert.match(wrong[4].output, /^STORE_URL: names .*, which is not a folder$/m)
  assert.match(wrong[1].output, /STORE_URL: is none of sqljs:<folder>/)
})

test('the production environment needs no cursor secret for this', async (context) => {
  const { run } = openShop(context)

  const { code, output } = await run(['create'], { ENV: 'production' })

  assert.equal(code, 0, output)
})

test('of an embedded store status shows folder, size and documents, and changes nothing', async (context) => {
  const { root, run } = openShop(context, 'sqljs:.data/')
  const empty = await run(['status'])
  assert.match(empty.output, /^\.data\/: empty\n/)
  assert.equal(existsSync(join(root, '.data')), false)
  const driver = await openSqljs(join(root, '.data'))
  await driver.open(byKind)
  for (const key of ['a', 'b']) await driver.insert('items', { key, version: 1, body: '{"id":"a"}', places: {} }, 0)

  const busy = await run(['status'])
  await driver.close()
  const { code, output } = await run(['status'])
  const { output: json } = await run(['status', '--json'])

  assert.match(busy.output, /Another process has it open/)
  assert.match(busy.output, /^items +\? +byKind, byId$/m)
  assert.equal(code, 0)
  assert.match(output, /^\.data\/: 0\.\d KB\n\nCOLLECTION +DOCUMENTS +INDEXES\nbills +0\nitems +2 +byKind, byId\n$/)
  assert.equal(JSON.parse(json).collections[1].documents, 2)
})

test('create needs nothing for an embedded store, and drop removes only its files', async (context) => {
  const { root, run } = openShop(context, 'sqljs:.data/')
  const driver = await openSqljs(join(root, '.data'))
  await driver.open(byKind)
  await driver.insert('items', { key: 'a', version: 1, body: '{"id":"a"}', places: {} }, 0)
  await driver.close()
  writeFiles(root, { '.data/notes.txt': 'mine' })

  const created = await run(['create'])
  const asked = await run(['drop'])
  const lock = await lockFolder(join(root, '.data'))
  const busy = await run(['drop', '--yes'])
  await lock?.release()
  const dropped = await run(['drop', '--yes'])

  assert.match(created.output, /^Nothing is needed/)
  assert.equal(asked.code, 1)
  assert.equal(busy.code, 1)
  assert.match(busy.output, /Another process has \.data\/ open/)
  assert.deepEqual(dropped, { code: 0, output: '.data/: removed\n' })
  assert.equal(existsSync(join(root, '.data/notes.txt')), true)
  assert.equal(existsSync(join(root, '.data/journal-0.ndjson')), false)
})
