import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { lockFolder } from '../../lib/store/sqljs/folder-lock.ts'
import { contract, createProject, handler, writeFiles } from '../fakes/project.ts'
import { type Finished, noTerminal, openTerminal, runApart } from '../fakes/terminal.ts'

const json = 'content: { application/json: { schema: { type: object } } }'
const project = createProject(
  { after: (done) => after(done as () => void) },
  {
    'env/dev.env': 'LOG_LEVEL=info\n',
    'env/staging.env': 'LOG_LEVEL=warn\nSHOP_NAME=Staging shop\n',
    'env/production.env': 'LOG_LEVEL=silent\n',
    'functions/shop/openapi.yaml': contract(
      `
/shop/items/{itemId}:
  get:
    operationId: getItem
    parameters:
      - { name: itemId, in: path, required: true, schema: { type: string } }
      - { name: form, in: query, schema: { enum: [short, long] } }
    responses: { "200": { description: ok, ${json} }, "404": { description: none } }
/shop/items:
  post:
    operationId: createItem
    parameters: [{ name: Idempotency-Key, in: header, required: true, schema: { type: string } }]
    requestBody: { required: true, ${json} }
    responses: { "201": { description: ok, ${json} } }
/shop/me:
  get:
    operationId: getMe
    security: [{ oauth: ["me:read"] }]
    responses: { "200": { description: ok, ${json} }, "401": { description: no }, "403": { description: no } }
/shop/ping:
  get:
    operationId: ping
    responses: { "200": { description: ok, ${json} } }
`,
      `
securitySchemes:
  oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: /token, scopes: { "me:read": read } } } }
`,
    ),
    'functions/shop/items.ts': `import { collection, type } from 'twelvefold'

export const items = collection('shop-items', {
  document: type<{ itemId: string; name: string }>(), key: 'itemId', indexes: { byName: ['name'] },
})
`,
    'functions/shop/config.ts': `import { config, text } from 'twelvefold'

export const settings = config('shop', {
  SHOP_KEY: text({ secret: true, description: 'opens the till' }),
  SHOP_NAME: text({ default: 'Corner shop' }),
})
`,
    'functions/shop/demo.ts': `import { items } from './items.ts'

export async function seed() {
  if (await items.get('lamp')) return 0
  await items.insert({ itemId: 'lamp', name: 'Lamp' })
  return 1
}
`,
    'functions/shop/get-item.ts': `import { endpoint, problem } from 'twelvefold'
import { getItem } from '#contracts/shop'
import { items } from './items.ts'

export const handler = endpoint(getItem, async ({ path, log }) => {
  log.info('looked up')
  const item = await items.get(path.itemId)
  if (!item) throw problem('not-found')
  return item
})
`,
    'functions/shop/create-item.ts': `import { endpoint, reply } from 'twelvefold'
import { createItem } from '#contracts/shop'
import { items } from './items.ts'

export const handler = endpoint(createItem, async ({ body }) => reply(201, await items.insert(body)))
`,
    'functions/shop/get-me.ts': `import { endpoint } from 'twelvefold'
import { getMe } from '#contracts/shop'

export const handler = endpoint(getMe, ({ caller }) => ({ subject: caller.subject, scopes: [...caller.scopes] }))
`,
    'functions/shop/ping.ts': handler('ping', '{ pong: true }'),
    'functions/till/openapi.yaml': contract(`
/till/ping:
  get:
    operationId: ping
    responses: { "200": { description: ok, ${json} } }
`),
    'functions/till/ping.ts': handler('ping', '{ till: true }', 'till'),
  },
)
const state = mkdtempSync(join(tmpdir(), 'twelvefold-'))
after(() => rmSync(state, { recursive: true, force: true }))

const memory = { ENV: undefined, STORE_URL: 'sqljs::memory:', SHOP_KEY: 'the-key-of-the-till', XDG_STATE_HOME: state }
const deployed = { ...memory, CURSOR_SECRET: 'c', AUTH_ISSUER: 'http://127.0.0.1:9', AUTH_AUDIENCE: 'shop' }

const run = (args: string[], env: Record<string, string | undefined> = {}, input?: string): Promise<Finished> =>
  runApart(project.root, ['shell', ...args], { env: { ...memory, ...env }, ...(input === undefined ? {} : { input }) })
const results = ({ stdout }: Finished): unknown[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

// Compiles the contracts, so that what runs at the same time need not.
before(() => run(['-e', '1']))

describe('the shell', { concurrency: 3 }, () => {
  test('-e prints what comes of it as JSON, and nothing else goes to stdout', async () => {
    const finished = await run([
      '-e',
      "const { status, body } = await call.getItem({ path: { itemId: 'lamp' } }); [status, body]",
      '-e',
      'body.name',
      '-e',
      'undefined',
      '-e',
      'call.shop.ping().then(({ body }) => body)',
      '-e',
      'call.till.ping().then(({ body }) => body)',
      '-e',
      "'ping' in call",
    ])

    assert.deepEqual(results(finished), [
      [200, { itemId: 'lamp', name: 'Lamp' }],
      'Lamp',
      { pong: true },
      { till: true },
      false,
    ])
    assert.match(finished.stderr, /"operation":"getItem".*"msg":"looked up"/)
    assert.equal(finished.code, 0)
  })

  test('a call runs through the whole stack: validated, and with a key where one is needed', async () => {
    const finished = await run([
      '-e',
      "(await call.getItem({ path: { itemId: 'lamp' }, query: { form: 'round' } })).body.errors[0].pointer",
      '-e',
      "(await call.createItem({ body: { itemId: 'bulb', name: 'Bulb' } })).status",
      '-e',
      "(await store.shopItems.query('byName', { limit: 5 })).items.map(({ itemId }) => itemId)",
      '-e',
      '(await store.shopItems.list()).length',
      '-e',
      "store.shopItems.update('bulb', (item) => ({ ...item, name: 'Big bulb' })).then(versionOf)",
    ])

    assert.deepEqual(results(finished), ['/form', 201, ['bulb', 'lamp'], 2, 2])
  })

  test('what is piped in is run, and so is a file', async () => {
    writeFiles(project.root, { 'script.js': 'const a = await call.shop.ping()\na.status + 1\n' })

    const piped = await run([], {}, 'const a = 1\nawait Promise.resolve(a + 1)\n')
    const file = await run(['-f', 'script.js'])

    assert.deepEqual([piped.code, piped.stdout], [0, '2\n'])
    assert.deepEqual([file.code, file.stdout], [0, '201\n'])
  })

  test('a problem, and code that throws, end with 1; later code is not run', async () => {
    const problem = await run(['-e', "call.getItem({ path: { itemId: 'none' } })", '-e', '2'])
    const thrown = await run(['-e', 'throw new Error("broken")'])

    assert.equal(problem.code, 1)
    assert.deepEqual(
      results(problem).map((answer) => (answer as { status: number }).status),
      [404],
    )
    assert.deepEqual([thrown.code, thrown.stdout], [1, ''])
    assert.match(thrown.stderr, /Error: broken/)
  })

  test('without --as a call is nobody’s; with it, it is the user’s, with the scopes that it needs', async () => {
    const nobody = await run(['-e', 'call.getMe()'])
    const user = await run(['--as', 'user-1', '-e', '(await call.getMe()).body', '-e', 'process.env.AUTH_JWKS ?? null'])

    assert.equal(nobody.code, 1)
    assert.equal((results(nobody)[0] as { status: number }).status, 401)
    // Nothing of the key is left where another process could find it.
    assert.deepEqual(results(user), [{ subject: 'user-1', scopes: ['me:read'] }, null])
  })

  test('with --scopes a call has these and no others', async () => {
    const limited = await run(['--as', 'user-1', '--scopes', 'other', '-e', '(await call.getMe()).status'])

    assert.deepEqual(results(limited), [403])
  })

  test('clients call a service where its address says, with what is read alone where nothing may be changed', async () => {
    const server = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ asked: request.url }))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo

    const called = await run(
      [
        '--read-only',
        '-e',
        "clients.shop.getItem({ path: { itemId: 'a b' }, query: { form: 'long' } }).then(({ body }) => body.asked)",
        '-e',
        'clients.shop.createItem({ body: {} })',
      ],
      { SHOP_URL: `http://127.0.0.1:${port}` },
    )
    server.close()

    assert.deepEqual(results(called), ['/shop/items/a%20b?form=long'])
    assert.match(called.stderr, /clients\.shop\.createItem is a POST, and this shell is read-only/)
    assert.equal(called.code, 1)
  })

  test('secrets of the environment are there, and are not printed', async () => {
    const finished = await run([
      '--pretty',
      '-e',
      'config.shop',
      '-e',
      'config.shop.SHOP_KEY',
      '-e',
      'config.shop.SHOP_KEY.length',
      '-e',
      'JSON.stringify(config.shop)',
    ])

    assert.match(finished.stdout, /^SHOP_KEY +••••$/m)
    assert.match(finished.stdout, /^SHOP_NAME +Corner shop$/m)
    assert.match(finished.stdout, /^19$/m)
    assert.doesNotMatch(finished.stdout, /the-key-of-the-till/)
  })

  test('--env loads the env file of an environment, and a variable that is set wins', async () => {
    const code = '[env, config.shop.SHOP_NAME, config.kit.LOG_LEVEL]'

    const staging = await run(['--env', 'staging', '-e', code], { ...deployed, LOG_LEVEL: 'error' })

    assert.deepEqual(results(staging), [['staging', 'Staging shop', 'error']])
  })

  test('what an environment lacks is said as a whole, with 78', async () => {
    const lacking = await run(['--env', 'staging', '-e', '1'], { SHOP_KEY: undefined })
    const unknown = await run(['--env', 'nowhere', '-e', '1'])

    assert.equal(lacking.code, 78)
    for (const name of ['SHOP_KEY', 'CURSOR_SECRET', 'AUTH_ISSUER'])
      assert.match(lacking.stderr, new RegExp(`^${name}: is required`, 'm'))
    assert.equal(unknown.code, 78)
    assert.match(unknown.stderr, /there is no env\/nowhere\.env; there are dev, production, staging/)
  })

  test('a command that is not understood ends with 2', async () => {
    const option = await run(['--nope'])
    const file = await run(['-f', 'none.js'])
    const scopes = await run(['--scopes', 'a', '-e', '1'])

    assert.deepEqual([option.code, file.code, scopes.code], [2, 2, 2])
    assert.match(file.stderr, /none\.js cannot be read: ENOENT/)
  })

  test('while another process has the store, what needs no data works, and what does is told what to do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'twelvefold-'))
    const unlock = await lockFolder(folder)
    const env = { STORE_URL: `sqljs:${folder}` }

    const code = ['(await call.shop.ping()).status', "(await call.getItem({ path: { itemId: 'lamp' } })).status"]
    const call = await run(
      code.flatMap((each) => ['-e', each]),
      env,
    )
    const store = await run(['-e', "store.shopItems.get('lamp')"], env)
    await unlock?.release()
    rmSync(folder, { recursive: true, force: true })

    assert.deepEqual([call.code, results(call)], [0, [200, 500]])
    for (const { stderr } of [call, store]) assert.match(stderr, /which another process has open[\s\S]*sqljs::memory:/)
    assert.equal(store.code, 78)
  })

  test('production is not entered without a terminal, unless it is said that it is meant', async () => {
    const refused = await run(['--env', 'production', '-e', '1'], deployed)

    assert.equal(refused.code, 2)
    assert.equal(refused.stdout, '')
    assert.match(refused.stderr, /This is production.*--yes/)
  })

  test('in production what is run is logged, whatever LOG_LEVEL says, and nothing is written', async () => {
    const code = [
      "({ password: 'hunter2' }); null",
      'call.createItem({ body: {} }).catch(({ message }) => message)',
      "store.shopItems.insert({ itemId: 'a' }).catch(({ code }) => code)",
      "call.getItem({ path: { itemId: 'a' } }).then(({ status }) => status)",
    ]

    const ran = await run(['--env', 'production', '--yes', ...code.flatMap((each) => ['-e', each])], deployed)

    assert.deepEqual(results(ran), [
      null,
      'call.createItem is a POST, and this shell is read-only. With --write it is not.',
      'forbidden',
      404,
    ])
    const lines = ran.stderr.trim().split('\n')
    const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.deepEqual(
      logged.map((line) => line.ran),
      ["({ password: '[redacted]' }); null", ...code.slice(1)],
    )
    const { environment, readOnly, user } = logged[0] ?? {}
    assert.deepEqual([environment, readOnly, typeof user], ['production', true, 'string'])
  })

  test('--write writes in production, and --read-only keeps from it elsewhere', async () => {
    const insert = "store.shopItems.insert({ itemId: 'a', name: 'A' }).then(({ itemId }) => itemId)"

    const written = await run(['--env', 'production', '--yes', '--write', '-e', insert], deployed)
    const kept = await run(['--read-only', '-e', insert])

    assert.deepEqual([written.code, written.stdout], [0, '"a"\n'])
    assert.equal(kept.code, 1)
  })
})

describe('the shell in a terminal', { skip: noTerminal, concurrency: 2 }, () => {
  test('lines are run, completed and kept; those with a secret are not kept', async (context) => {
    const home = mkdtempSync(join(tmpdir(), 'twelvefold-'))
    context.after(() => rmSync(home, { recursive: true, force: true }))
    const { type, shown, ended } = openTerminal(context, project.root, ['shell'], { ...memory, XDG_STATE_HOME: home })

    await shown(/twelvefold\(dev\)> /)
    type('call.getI\t')
    await shown(/tem/)
    type('({ path: { itemId: "lamp" }, query: { form: \t')
    await shown(/'/)
    type('sh\t')
    await shown(/ort'/)
    type(' } })\r')
    await shown(/200 OK .* request [\s\S]*name: 'Lamp'[\s\S]*twelvefold\(dev\)> /)
    type('const password = "hunter2"\r')
    await shown(/twelvefold\(dev\)> /)
    type('.as user-1\r')
    await shown(/twelvefold\(dev as user-1\)> /)
    type('call.getMe()\r')
    await shown(/subject: 'user-1'[\s\S]*> /)
    type('.help\r')
    await shown(/\.reload[\s\S]*> /)
    type('.exit\r')

    assert.equal(await ended(), 0)
    const file = join(home, 'twelvefold', 'history-dev')
    const history = readFileSync(file, 'utf8')
    assert.match(history, /call\.getMe\(\)/)
    assert.doesNotMatch(history, /hunter2/)
    assert.equal(statSync(file).mode & 0o777, 0o600)
  })

  test('an edit is there after .reload, and one that is broken changes nothing', async (context) => {
    const file = 'functions/till/ping.ts'
    const good = handler('ping', '{ till: true }', 'till')
    context.after(() => writeFiles(project.root, { [file]: good }))
    const env = { ...memory, SERVICES: 'till' }
    const { type, shown, ended } = openTerminal(context, project.root, ['shell'], env)

    await shown(/> /)
    writeFiles(project.root, { [file]: handler('ping', '{ edited: 1 }', 'till') })
    type('.reload\r')
    await shown(/reloaded in \d+ ms[\s\S]*> /)
    type('call.ping()\r')
    await shown(/edited: 1[\s\S]*> /)
    writeFiles(project.root, { [file]: 'export const handler = (' })
    type('.reload\r')
    await shown(/Unexpected end of file[\s\S]*> /)
    type('call.ping()\r')
    await shown(/edited: 1[\s\S]*> /)
    type('\u0004')

    assert.equal(await ended(), 0)
    assert.deepEqual(readdirSync(join(project.generated, 'versions')).length, 0)
  })

  test('production asks first, and logs each line in a file where nobody collects what is printed', async (context) => {
    const log = join(state, 'twelvefold', 'shell-production.log')
    const env = { ...deployed, SERVICES: 'till' }
    const refused = openTerminal(context, project.root, ['shell', '--env', 'production'], env)
    await refused.shown(/Type production to go on: /)
    refused.type('yes\r')
    assert.equal(await refused.ended(), 2)

    const { type, shown, ended } = openTerminal(context, project.root, ['shell', '--env', 'production'], env)
    await shown(/Type production to go on: /)
    type('production\r')
    await shown(/twelvefold\(production, read-only\)> /)
    type('call.ping()\r')
    await shown(/till: true[\s\S]*> /)
    type('if (true) {\r')
    await shown(/[|.] /)
    type('1 }\r')
    await shown(/> /)
    type('.editor\r')
    await shown(/Ctrl\+D/i)
    type('const a = 1\ra + 1\r\u0004')
    await shown(/2[\s\S]*> /)
    type('.exit\r')

    assert.equal(await ended(), 0)
    const ran = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { ran: string }).ran)
    assert.deepEqual(ran, ['call.ping()', 'if (true) {\n1 }', 'const a = 1\na + 1'])
    assert.equal(statSync(log).mode & 0o777, 0o600)
  })
})
