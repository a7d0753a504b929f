import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Consumer, installClients } from '../fakes/client-packages.ts'
import { runCommand, runNode } from '../fakes/command.ts'
import { contract, createProject } from '../fakes/project.ts'
import { startUpstream } from '../fakes/upstream.ts'

const root = join(import.meta.dirname, '..', '..')
const services = ['addition', 'auth', 'catalog', 'colors', 'hello', 'orders']

/** As much of a client as these tests look at; that the declarations are right is the compiler's test. */
type Answer = { status: number; body: never; headers: Record<string, string> }
type Method = ((request?: object, options?: object) => Promise<Answer>) & {
  pages: (request?: object) => AsyncGenerator<Answer>
  all: (request?: object) => AsyncGenerator<Record<string, unknown>>
}
type Client = Record<
  | 'addTwo'
  | 'createOrder'
  | 'createProduct'
  | 'createToken'
  | 'filterKeys'
  | 'getHello'
  | 'getProduct'
  | 'greet'
  | 'listOrders'
  | 'listProducts'
  | 'patchProduct',
  Method
>
type Create = (options: object) => Client

async function idsOf(items: AsyncIterable<Record<string, unknown>>, name: string): Promise<unknown[]> {
  const ids: unknown[] = []
  for await (const item of items) ids.push(item[name])
  return ids
}

describe('clients that were packed and installed elsewhere, with the running shop', () => {
  let consumer: Consumer
  let base: string
  const closing: (() => unknown)[] = []
  const whole = { after: (close: () => unknown) => void closing.push(close) }
  const create = async (service: string, options: object = {}): Promise<Client> => {
    const name = `create${service.charAt(0).toUpperCase()}${service.slice(1)}`
    return ((await consumer.load(service))[name] as Create)({ baseUrl: base, ...options })
  }

  /** A token by client credentials, through the client of the authorization server. */
  const tokenOf = async (clientId: string, scope: string): Promise<string> => {
    const credentials = Buffer.from(`${clientId}:${encodeURIComponent('only for a desk')}`).toString('base64')
    const auth = await create('auth', { headers: { authorization: `Basic ${credentials}` } })
    const { body } = await auth.createToken({ body: { grant_type: 'client_credentials', scope } })
    return (body as { access_token: string }).access_token
  }

  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'twelvefold-sdk-'))
    closing.push(() => rmSync(folder, { recursive: true, force: true }))
    const shop = runCommand(whole, root, ['dev'], {
      ENV: 'dev',
      PORT: '0',
      STORE_URL: `sqljs:${join(folder, 'store')}`,
      LOG_LEVEL: 'fatal',
    })
    consumer = await installClients(whole, services)
    base = (await shop.printed(/services at (http:\/\/localhost:\d+)/))[1] ?? ''
  })

  after(async () => {
    for (const close of closing.toReversed()) await close()
  })

  test('the packages hold what they say, and nothing of the kit is on the path', () => {
    const files = readdirSync(join(consumer.folder, 'node_modules', '@acme', 'catalog')).sort()

    assert.deepEqual(files, ['LICENSE', 'README.md', 'index.d.ts', 'index.js', 'package.json'])
    assert.deepEqual(readdirSync(join(consumer.folder, 'node_modules')).sort(), ['.package-lock.json', '@acme'])
  })

  test('every service answers: text, JSON, numbers in a query, a name beyond ASCII', async () => {
    const hello = await create('hello')
    const addition = await create('addition')

    assert.equal((await hello.getHello()).body, 'Hello world\n')
    assert.deepEqual((await hello.greet({ path: { name: 'Zoë/?' } })).body, { message: 'Hello Zoë/?' })
    assert.deepEqual((await hello.filterKeys({ body: { apple: 1, pear: 2 } })).body, { apple: 1 })
    assert.equal(((await addition.addTwo({ query: { a: 0.25, b: -1 } })).body as { result: number }).result, -0.75)
  })

  test('a list is read through all of its pages', async () => {
    const { listProducts } = await create('catalog')

    const few = await idsOf(listProducts.all({ query: { limit: 3 } }), 'productId')
    const many = await idsOf(listProducts.all({ query: { limit: 100 } }), 'productId')
    let pages = 0
    for await (const page of listProducts.pages({ query: { limit: 3 } })) pages += page.status === 200 ? 1 : 0

    assert.ok(many.length > 6)
    assert.deepEqual(few, many)
    assert.equal(pages, Math.ceil(many.length / 3))
  })

  test('problems are thrown, and name each fault', async () => {
    const { Problem, isProblem } = (await consumer.load('catalog')) as {
      Problem: new () => Error & { status: number; code: string; requestId: string; errors: unknown }
      isProblem: (error: unknown, operation: string, status: number) => boolean
    }
    const catalog = await create('catalog')
    const thrown = async (call: Promise<unknown>): Promise<InstanceType<typeof Problem>> => {
      const error = await call.then(
        () => undefined,
        (reason: unknown) => reason,
      )
      return error instanceof Problem ? error : assert.fail(String(error))
    }

    const missing = await thrown(catalog.getProduct({ path: { productId: 'no-such-one' } }))
    const wrong = await thrown(catalog.listProducts({ query: { limit: 1000 } }))
    const refused = await thrown(catalog.createProduct({ body: {} }))

    assert.deepEqual([missing.status, missing.code], [404, 'not-found'])
    assert.ok(missing.requestId)
    assert.ok(isProblem(missing, 'getProduct', 404))
    assert.deepEqual(wrong.errors, [{ in: 'query', pointer: '/limit', detail: 'must be <= 100' }])
    assert.deepEqual([refused.status, refused.code], [401, 'unauthorized'])
  })

  test('a product that has not changed is not sent again', async () => {
    const { getProduct } = await create('catalog')
    const request = { path: { productId: 'lmp-0001' } }

    const first = await getProduct(request)
    const again = await getProduct(request, { ifNoneMatch: first.headers.etag })

    assert.deepEqual([first.status, again.status, again.body], [200, 304, undefined])
  })

  test('an order that is sent twice with one key is one order; a token that is refused is got again', async () => {
    const tokens = ['no.token', await tokenOf('shop-job', 'orders:read orders:write')]
    const orders = await create('orders', { token: () => tokens.shift() })
    const request = { headers: { 'idempotency-key': 'k1' }, body: { items: [{ productId: 'lmp-0001', quantity: 1 }] } }

    const first = await orders.createOrder(request)
    const second = await orders.createOrder(request)
    const third = await orders.createOrder({ body: request.body })
    const ids = await idsOf(orders.listOrders.all(), 'orderId')

    const idOf = (answer: Answer): string => (answer.body as unknown as { orderId: string }).orderId
    assert.equal(first.status, 201)
    assert.equal(idOf(second), idOf(first))
    assert.deepEqual(ids.sort(), [idOf(first), idOf(third)].sort())
    assert.deepEqual(tokens, [])
  })

  test('a change says which state it means', async () => {
    const catalog = await create('catalog', { token: () => tokenOf('orders', 'catalog:write') })
    const path = { productId: 'lmp-0001' }
    const { headers } = await catalog.getProduct({ path })
    const change = { path, headers: { 'if-match': headers.etag }, body: { stock: 50 } }

    const changed = await catalog.patchProduct(change)

    assert.equal((changed.body as { stock: number })?.stock, 50)
    await assert.rejects(catalog.patchProduct(change), { name: 'Problem', status: 412 })
  })

  test('failures of the service are outlasted: 503 with Retry-After, a hang, a 401', async (context) => {
    const ok = { status: 201, body: { orderId: 'o-1' } }
    const upstream = await startUpstream(context, [
      { status: 503, body: {}, headers: { 'retry-after': '0' } },
      'hang',
      { status: 401, body: {} },
      ok,
    ])
    let asked = 0
    const orders = await create('orders', { baseUrl: upstream.url, token: async () => `t${++asked}`, timeoutMs: 200 })

    const answer = await orders.createOrder({ body: { items: [] } })

    assert.equal(answer.status, 201)
    assert.deepEqual(
      upstream.requests.map(({ headers }) => headers.authorization),
      ['Bearer t1', 'Bearer t1', 'Bearer t1', 'Bearer t2'],
    )
    assert.equal(new Set(upstream.requests.map(({ headers }) => headers['idempotency-key'])).size, 1)
  })

  test('a consumer compiles with --strict, with the types of browsers, of Node or of neither', () => {
    const source = readFileSync(join(import.meta.dirname, 'sdk-consumer.txt'), 'utf8')
    writeFileSync(join(consumer.folder, 'consumer.ts'), source)
    const compile = (lib: string): void => {
      const settings = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noEmit']
      const target = ['--target', 'es2022', '--module', 'nodenext', '--types', '', '--lib', lib]
      execFileSync(join(root, 'node_modules', '.bin', 'tsc'), [...settings, ...target, 'consumer.ts'], {
        cwd: consumer.folder,
        encoding: 'utf8',
      })
    }

    compile('es2022,dom')
    compile('es2022')
  })

  for (const service of services)
    test(`the examples in the README of ${service} run`, async (context) => {
      const token = {
        auth: await tokenOf('shop-job', 'orders:read'),
        catalog: await tokenOf('orders', 'catalog:write'),
        orders: await tokenOf('shop-job', 'orders:read orders:write'),
      }[service]
      const code = consumer
        .readExamples(service)
        .replaceAll('https://api.example.com', base)
        // The demo data has this color already.
        .replace("'Terracotta'", "'Glazed terracotta'")
      writeFileSync(join(consumer.folder, `${service}.js`), code)

      const running = runNode(context, consumer.folder, [`${service}.js`], { ACCESS_TOKEN: token })

      assert.equal(await running.ended(), 0, running.output())
      assert.match(running.output(), /^200 /)
      if (code.includes('ifNoneMatch')) assert.match(running.output(), /^304$/m)
      if (code.includes('no-such-one') && service !== 'hello') assert.match(running.output(), /^404 not-found /m)
    })
})

describe('twelvefold sdk says what is wrong, and ends', { concurrency: 2 }, () => {
  const files = {
    'functions/shop/openapi.yaml': contract(
      '/shop:\n  get:\n    operationId: getShop\n    responses:\n      "204": { description: ok }',
    ),
    'functions/shop/get-shop.ts': 'export const handler = 1\n',
  }
  const versionless = {
    ...files,
    'functions/shop/openapi.yaml': files['functions/shop/openapi.yaml'].replace('1.0.0', 'today'),
  }
  const faulty = {
    ...files,
    'functions/shop/get-shop.ts': '',
    'functions/shop/openapi.yaml': files['functions/shop/openapi.yaml'].replace('getShop', 'getShops'),
  }
  const refusals: [title: string, files: Record<string, string>, args: string[], message: RegExp][] = [
    ['no such service', files, ['stop'], /^There is no service "stop"; there are shop\.$/m],
    ['no service at all', files, [], /missing required argument 'service'/],
    [
      'a name that npm refuses',
      files,
      ['shop', '--name', 'Shop'],
      /A package is called like catalog or @acme\/catalog/,
    ],
    ['a version that npm refuses', files, ['shop', '--version', '1'], /A version is like 1\.0\.0/],
    [
      'a contract’s version that npm refuses',
      versionless,
      ['shop'],
      /The contract's version "today" is none of npm.*\. Give one with --version/,
    ],
    ['a fault in a contract', faulty, ['shop'], /The contracts have .*faults?:\nfunctions\/shop/],
    [
      'a folder with something else',
      files,
      ['shop', '--out', 'functions/shop'],
      /^functions\/shop holds something that `twelvefold sdk` has not written\. Choose another/m,
    ],
    ['a file where the folder is', files, ['shop', '--out', 'package.json'], /^package\.json is no folder\./m],
  ]
  for (const [title, written, args, message] of refusals)
    test(title, async (context) => {
      const project = createProject(context, written)

      const running = runCommand(context, project.root, ['sdk', ...args])

      assert.equal(await running.ended(), 1)
      assert.match(running.output(), message)
      assert.doesNotMatch(running.output(), / at .*\.ts:\d+/)
      assert.ok(!readdirSync(project.root).includes('sdk'))
    })

  test('where all is right it says what it has written, and writes it again', async (context) => {
    const project = createProject(context, files)
    mkdirSync(join(project.root, 'sdk'))

    const first = runCommand(context, project.root, ['sdk', 'shop'])
    const firstCode = await first.ended()
    const second = runCommand(context, project.root, ['sdk', 'shop', '--version', '2.0.0-rc.1'])

    assert.deepEqual([firstCode, await second.ended()], [0, 0], first.output() + second.output())
    assert.match(first.output(), /^shop-shop 1\.0\.0 in sdk\/shop: 1 operation, \d\.\d KB gzipped$/m)
    assert.match(second.output(), /^shop-shop 2\.0\.0-rc\.1 in sdk\/shop/m)
  })
})
