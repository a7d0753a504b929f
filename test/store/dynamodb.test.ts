import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { ConfigError } from '../../lib/config/config-error.ts'
import { Problem } from '../../lib/problem/problem.ts'
import type { CollectionShape, Driver, PlacedDocument, StoredDocument } from '../../lib/store/driver.ts'
import { openDynamodb } from '../../lib/store/dynamodb/driver.ts'
import { openStore } from '../../lib/store/open-store.ts'
import { type Fate, type FaultyProxy, makeTable, startDynamodb, startProxy, withTables } from '../fakes/dynamodb.ts'
import { conformance } from './conformance.ts'

const fake = await startDynamodb()
let opened: Promise<Driver> | undefined

after(async () => {
  await (await opened)?.close()
  await fake.close()
})

conformance('dynamodb', () => {
  opened ??= openDynamodb(fake.url('conformance')).then((driver) => withTables(driver, fake.url('conformance')))
  return opened
})

let count = 0

/** An open collection `things` in a table of its own, behind a proxy and `direct`. */
async function openThings(
  context: Pick<TestContext, 'after'>,
  decide: (request: string, count: number) => Fate = () => 'pass',
): Promise<{ driver: Driver; direct: Driver; proxy: FaultyProxy }> {
  const prefix = `own-${count++}`
  await makeTable(fake.url(prefix), 'things', shape.indexes)
  const proxy = await startProxy(context, fake.endpoint, decide)
  const [driver, direct] = await Promise.all([
    openDynamodb(fake.url(prefix, proxy.endpoint)),
    openDynamodb(fake.url(prefix)),
  ])
  for (const one of [driver, direct]) {
    context.after(() => one.close())
    await one.open(shape)
  }
  return { driver, direct, proxy }
}

const shape: CollectionShape = { name: 'things', indexes: ['byName'], placesOf: () => ({}) }
const document = (key: string, more: Partial<PlacedDocument> = {}): PlacedDocument => ({
  key,
  version: 1,
  body: '{}',
  places: { byName: { partition: '*', sort: key } },
  ...more,
})
const everything = { index: 'byName', partition: '*', from: '', to: '~', limit: 10, descending: false }

async function caught(attempt: Promise<unknown>): Promise<Problem> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Problem, String(error))
  return error
}

test('a range of more than 1 MB, which DynamoDB gives in pieces, is read whole and in order', async (context) => {
  const { driver, proxy } = await openThings(context)
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  for (const key of keys) await driver.insert('things', document(key, { body: JSON.stringify('x'.repeat(300_000)) }), 0)

  const up = await driver.query('things', everything)
  const down = await driver.query('things', { ...everything, limit: 5, descending: true })

  assert.deepEqual(
    up.map(({ key }) => key),
    keys,
  )
  assert.deepEqual(
    down.map(({ key }) => key),
    keys.toReversed().slice(0, 5),
  )
  assert.ok(proxy.requests.filter((name) => name === 'Query').length >= 4, 'each took several requests')
})

test('the upper bound of a range is not in it, even where a document stands right there', async (context) => {
  const { driver } = await openThings(context)
  for (const key of ['a', 'b', 'c', 'd']) await driver.insert('things', document(key), 0)
  const keys = async (limit: number, descending: boolean): Promise<string> =>
    (await driver.query('things', { ...everything, from: 'a', to: 'c', limit, descending }))
      .map(({ key }) => key)
      .join('')

  assert.equal(await keys(10, false), 'ab')
  assert.equal(await keys(10, true), 'ba')
  assert.equal(await keys(2, true), 'ba')
  assert.equal(await keys(1, true), 'b')
  assert.deepEqual(await driver.query('things', { ...everything, from: 'c', to: 'c' }), [])
  assert.deepEqual(await driver.query('things', { ...everything, from: 'd', to: 'c' }), [])
})

test('every document is walked, with its version and its expiry', async (context) => {
  const { driver } = await openThings(context)
  const body = JSON.stringify('x'.repeat(390_000))
  const all = ['a', 'b', 'c', 'd'].map((key) => document(key, { body, expiresAt: 5_000 }))
  for (const one of all) await driver.insert('things', one, 0)

  const walked: StoredDocument[] = []
  for await (const one of driver.scan('things')) walked.push(one)

  assert.deepEqual(
    walked.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    all.map(({ places: _places, ...stored }) => stored),
  )
})

test('what is throttled is sent again', async (context) => {
  const { driver, proxy } = await openThings(context, (_, count) => (count <= 2 ? 'throttle' : 'pass'))

  const inserted = await driver.insert('things', document('a'), 0)

  assert.equal(inserted, true)
  assert.deepEqual(proxy.requests, ['PutItem', 'PutItem', 'PutItem'])
  assert.equal(driver.trouble(), undefined)
})

test('a write whose answer was lost is sent again and known as our own', async (context) => {
  const losing = new Set([1, 4])
  const { driver, proxy } = await openThings(context, (_, count) => (losing.has(count) ? 'lose' : 'pass'))

  const inserted = await driver.insert('things', document('a'), 0)
  const replaced = await driver.replace('things', document('a', { version: 2 }), 1, 0)

  assert.deepEqual([inserted, replaced], [true, true])
  assert.deepEqual(proxy.requests, ['PutItem', 'PutItem', 'GetItem', 'PutItem', 'PutItem', 'GetItem'])
  assert.equal(await driver.insert('things', document('a'), 0), false)
})

test('of a write whose answer was lost, and over which others have written, nobody says what became of it', async (context) => {
  const losing = new Set([2, 3])
  const { driver, direct } = await openThings(context, (_, count) => (losing.has(count) ? 'lose' : 'pass'))
  await driver.insert('things', document('a'), 0)
  const overwrite = async (): Promise<void> => {
    while (!(await direct.replace('things', document('a', { version: 3 }), 2, 0)));
  }

  const [error] = await Promise.all([
    caught(driver.replace('things', document('a', { version: 2 }), 1, 0)),
    overwrite(),
  ])

  assert.equal(error.code, 'service-unavailable')
  assert.equal(error.message, 'It is not known whether this was stored.')
})

test('a document that is larger than DynamoDB takes is refused before it is sent', async (context) => {
  const { driver, proxy } = await openThings(context)
  const body = JSON.stringify('é'.repeat(210_000))

  const { code, message } = await caught(driver.insert('things', document('a', { body }), 0))

  assert.equal(code, 'unprocessable-content')
  assert.match(message, /^The document is too large to be stored: more than 409600 bytes\. It has 420\d\d\d bytes/)
  assert.deepEqual(proxy.requests, [])
})

test('a document that just fits is stored: its size is counted as DynamoDB counts', async (context) => {
  const { driver } = await openThings(context)
  // Names are 1+1+1+1+2+2 bytes, the write's name 12, the version 2, the place 1+1, the key 1, the quotes 2.
  const body = JSON.stringify('x'.repeat(400 * 1024 - 27))
  const larger = JSON.stringify('x'.repeat(400 * 1024 - 26))

  assert.equal(await driver.insert('things', document('a', { body }), 0), true)
  assert.equal(
    (await caught(driver.insert('things', document('b', { body: larger }), 0))).code,
    'unprocessable-content',
  )
})

test('a key that is longer than DynamoDB takes is refused, and no document has it', async (context) => {
  const { driver, proxy } = await openThings(context)
  const long = document('é'.repeat(1_025), { places: {} })

  const { code, message } = await caught(driver.insert('things', long, 0))

  assert.equal(code, 'unprocessable-content')
  assert.equal(message, 'A key is longer than 2048 bytes.')
  assert.equal(await driver.get('things', long.key), undefined)
  assert.equal(await driver.remove('things', long.key, 1, 0), false)
  assert.equal(await driver.get('things', ''), undefined)
  assert.deepEqual(proxy.requests, [])
})

test('where nobody answers it is a 503 within seconds, and the trouble is told until it is over', async (context) => {
  const prefix = `own-${count++}`
  const port = await freePort()
  const driver = await openDynamodb(fake.url(prefix, `http://127.0.0.1:${port}`))
  context.after(() => driver.close())
  await driver.open(shape)
  const started = performance.now()

  const { code, headers, cause } = await caught(driver.get('things', 'a'))

  assert.equal(code, 'service-unavailable')
  assert.deepEqual(headers, { 'retry-after': '5' })
  assert.match(String(cause), /DynamoDB in eu-central-1 cannot be used: .*ECONNREFUSED/)
  assert.match(driver.trouble() ?? '', /ECONNREFUSED/)
  assert.ok(performance.now() - started < 8_000)
})

test('a missing table is a 503 whose reason names it, and the command that makes it', async (context) => {
  const driver = await openDynamodb(fake.url('nowhere'))
  context.after(() => driver.close())
  await driver.open(shape)

  const { code, cause } = await caught(driver.get('things', 'a'))

  assert.equal(code, 'service-unavailable')
  const reason = 'There is no table nowhere-things in eu-central-1. "twelvefold store create" makes it.'
  assert.equal(cause instanceof Error && cause.message, reason)
  assert.equal(driver.trouble(), reason)
})

test('trouble is over with the first success', async (context) => {
  const url = fake.url(`own-${count++}`)
  const driver = await openDynamodb(url)
  context.after(() => driver.close())
  await driver.open(shape)
  await caught(driver.get('things', 'a'))
  assert.match(driver.trouble() ?? '', /There is no table/)

  await makeTable(url, 'things', shape.indexes)
  await driver.get('things', 'a')

  assert.equal(driver.trouble(), undefined)
})

test('trouble is found to be over without a request: nobody may send one while a service is not ready', async (context) => {
  const url = fake.url(`own-${count++}`)
  const driver = await openDynamodb(url)
  context.after(() => driver.close())
  await driver.open(shape)
  await caught(driver.get('things', 'a'))

  await makeTable(url, 'things', shape.indexes)

  while (driver.trouble() !== undefined) await pause(10)
})

test('a URL that is not one is a fault of STORE_URL', async () => {
  const wrong = {
    'dynamodb:': /^STORE_URL: must be dynamodb:\/\/<region>\/<prefix>, such as/,
    'dynamodb://eu-central-1': /^STORE_URL: must be dynamodb:/,
    'dynamodb://eu-central-1/a/b': /^STORE_URL: must be dynamodb:/,
    'dynamodb://me:hunter2@eu-central-1/shop': /^STORE_URL: must not hold credentials/,
    'dynamodb://eu-central-1/shop?endpiont=http://x': /only \?endpoint=<url> is$/,
    'dynamodb://eu-central-1/shop?endpoint=x': /endpoint that is not an http or https URL/,
    [`dynamodb://eu-central-1/${'x'.repeat(129)}`]: /prefix of more than 128 characters/,
  }

  for (const [url, message] of Object.entries(wrong)) {
    await assert.rejects(
      openStore(url),
      (error) => error instanceof ConfigError && message.test(error.message) && !/hunter2/.test(error.message),
      url,
    )
  }
})

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  assert.ok(typeof address === 'object' && address !== null)
  return address.port
}
