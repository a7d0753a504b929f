import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { RequestDetails } from '../../lib/dashboard/describe-request.ts'
import type { Events } from '../../lib/dashboard/events.ts'
import type { ShownEnvironment } from '../../lib/dashboard/show-environment.ts'
import { type Running, runCommand, runNode } from '../fakes/command.ts'
import { contract, createProject, writeFiles } from '../fakes/project.ts'

const files = {
  'functions/shop/openapi.yaml': contract(`
/shop/items:
  post:
    operationId: addItem
    parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
    requestBody:
      required: true
      content: { application/json: { schema: { type: object, properties: { name: { type: string }, password: { type: string } } } } }
    responses:
      "201": { description: ok, content: { application/json: { schema: { type: object } } } }
`),
  'functions/shop/add-item.ts': `import { endpoint, reply } from 'twelvefold'
import { addItem } from '#contracts/shop'

let count = 0

export const handler = endpoint(addItem, ({ body, event }) => {
  const { authorization = '' } = event.headers
  return reply(201, { count: ++count, name: body.name, knows: body.password === 'engine' && authorization === 'Bearer of-ada-and-nobody-else' })
})
`,
  'functions/shop/config.ts': `import { config, text } from 'twelvefold'

export const settings = config('shop', { SHOP_KEY: text({ secret: true, default: 'a secret of the shop' }), SHOP_NAME: text({ default: 'Ada & Co' }) })
`,
  'env/dev.env': 'SHOP_NAME=From the file\n',
  'serverless.yml': `service: shop
plugins: [serverless-offline]
provider:
  name: aws
  runtime: nodejs24.x
  httpApi: { payload: "2.0" }
functions: \${file(./node_modules/twelvefold/lib/hosts/serverless.cjs):functions}
`,
}

interface Host {
  root: string
  base: string
  running: Running
  read: <Body>(path: string) => Promise<Body>
  add: (body: object) => Promise<Record<string, unknown>>
  replay: (seq: number | undefined, wish: object, headers?: Record<string, string>) => Promise<Response>
}

async function startShop(context: TestContext, command: string): Promise<Host> {
  const { root } = createProject(context, files)
  const running = runCommand(context, root, [command], { PORT: '0', ENV: 'dev', SHOP_KEY: 'nobody may know this' })
  const [, base = ''] = await running.printed(/services at (http:\/\/localhost:\d+)[\s\S]*Ctrl\+C stops/)
  const json = { 'content-type': 'application/json' }
  return {
    root,
    base,
    running,
    read: async (path) => {
      const response = await fetch(`${base}/-/dev/${path}`)
      assert.equal(response.status, 200, path)
      return (await response.json()) as never
    },
    add: async (body) => {
      const headers = { ...json, authorization: 'Bearer of-ada-and-nobody-else', 'idempotency-key': 'first' }
      const response = await fetch(`${base}/shop/items`, { method: 'POST', headers, body: JSON.stringify(body) })
      return (await response.json()) as Record<string, unknown>
    },
    replay: (seq, wish, headers = { 'x-dashboard': '1' }) => {
      const init = { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(wish) }
      return fetch(`${base}/-/dev/requests/${seq}/replay`, init)
    },
  }
}

for (const command of ['dev', 'start']) {
  test(`the dashboard of twelvefold ${command}`, async (context) => {
    const host = await startShop(context, command)
    const postsOf = ({ requests }: Events) => requests.filter(({ method }) => method === 'POST')

    await context.test('shows and repeats requests, hides secrets, and is itself in no log', async () => {
      await host.add({ name: '<script>', password: 'engine' })

      const page = await fetch(`${host.base}/-/dev`)
      const asset = await fetch(`${host.base}/-/dev/assets/main.js`)
      const { requests, lines } = await host.read<Events>('events?since=0')
      const [request] = requests
      const again = await host.replay(request?.seq, { key: 'renew', body: '{"name":"edited","password":"[redacted]"}' })
      const repeated = (await again.json()) as RequestDetails

      assert.deepEqual([page.status, asset.status, again.status], [200, 200, 200])
      assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self'/)
      assert.deepEqual([requests.length, request?.target, request?.status], [1, '/shop/items', 201])
      assert.ok(lines.some(({ line }) => line.includes('"operation":"addItem"')))
      assert.deepEqual(JSON.parse(repeated.answer.body?.text ?? ''), { count: 2, name: 'edited', knows: true })
      assert.equal(repeated.repeats, request?.seq)
      assert.notEqual(repeated.request.headers['idempotency-key'], 'first')
      assert.doesNotMatch(JSON.stringify(repeated), /engine|of-ada/)
      assert.equal((await host.read<Events>('events?since=0')).requests.length, 2)
      assert.doesNotMatch(host.running.output().split('Ctrl+C stops')[1] ?? '', /\/-\/dev|"dashboard"/)
      assert.match(host.running.output(), /http:\/\/localhost:\d+\/-\/dev in a browser/)
    })

    await context.test(
      'a replay is refused to whoever is not the dashboard, and an address beside this host',
      async () => {
        const before = postsOf(await host.read<Events>('events?since=0'))
        const seq = before[0]?.seq

        const refused = [
          await host.replay(seq, {}, {}),
          await host.replay(seq, {}, { 'x-dashboard': '1', origin: 'http://localhost:5173' }),
          await host.replay(seq, { target: 'http://example.com/' }),
          await host.replay(seq, { target: '/a b\r\nx: y' }),
          await host.replay(seq, { key: 'lose' }),
          await host.replay(999_999, {}),
        ]
        const preflight = await fetch(`${host.base}/-/dev/requests/1/replay`, {
          method: 'OPTIONS',
          headers: { origin: 'https://attacker.example', 'access-control-request-headers': 'x-dashboard' },
        })

        const statuses = refused.map(({ status }) => status)
        assert.deepEqual(statuses, [403, 403, 422, 422, 400, 404])
        assert.ok(refused.every(({ headers }) => headers.get('access-control-allow-origin') === null))
        assert.doesNotMatch(preflight.headers.get('access-control-allow-headers') ?? '', /x-dashboard|\*/)
        assert.equal(postsOf(await host.read<Events>('events?since=0')).length, before.length)
      },
    )

    await context.test('it goes on through a reload', async () => {
      const before = await host.read<Events>('events?since=0')

      writeFiles(host.root, { 'functions/shop/add-item.ts': `${files['functions/shop/add-item.ts']}// edited\n` })
      await host.running.printed(/reloaded in \d+ ms/)
      await host.add({ name: 'after' })
      const after = await host.read<Events>('events?since=0')

      assert.equal(after.run, before.run)
      assert.equal(after.requests.length, before.requests.length + 1)
    })

    await context.test(
      'the environment is shown as the next start would find it, with faults, and without secrets',
      async () => {
        const rowOf = ({ rows }: ShownEnvironment, name: string) => rows.find(({ variable }) => variable === name)

        const before = await host.read<ShownEnvironment>('environment')
        writeFiles(host.root, { 'env/dev.env': 'SHOP_NAME=Changed\nLOG_LEVEL=loud\n' })
        const after = await host.read<ShownEnvironment>('environment')

        const { value, from, isStale } = rowOf(before, 'SHOP_NAME') ?? {}
        assert.deepEqual([value, from, isStale], ['From the file', 'env/dev.env', undefined])
        assert.deepEqual([rowOf(before, 'SHOP_KEY')?.value, before.faults], ['••••', []])
        assert.doesNotMatch(JSON.stringify([before, after]), /nobody may know/)
        assert.deepEqual([rowOf(after, 'SHOP_NAME')?.value, rowOf(after, 'SHOP_NAME')?.isStale], ['Changed', true])
        const faults = after.faults.map(({ variable }) => variable)
        assert.deepEqual(faults, ['LOG_LEVEL'])
      },
    )
  })
}

const paths = ['/-/dev', '/-/dev/events', '/-/dev/assets/main.js']
const staging = { ENV: 'staging', STORE_URL: 'sqljs::memory:', CURSOR_SECRET: 'of a test' }

for (const [command, why, env] of [
  ['dev', 'where it is off', { ENV: 'dev', DASHBOARD: 'off' }],
  ['dev', 'in another environment than dev', staging],
  ['start', 'in another environment than dev', staging],
] as const) {
  test(`twelvefold ${command} has no dashboard ${why}`, async (context) => {
    const { root } = createProject(context, { ...files, 'env/staging.env': '' })
    const running = runCommand(context, root, [command], { PORT: '0', ...env })
    const [, base] = await running.printed(/services at (http:\/\/localhost:\d+)[\s\S]*Ctrl\+C stops/)

    for (const path of paths) assert.equal((await fetch(base + path)).status, 404, path)
    assert.doesNotMatch(running.output().split('Ctrl+C stops')[0] ?? '', /\/-\/dev/)
  })
}

test('a production build has nothing of the dashboard in it, and does not answer its address', async (context) => {
  const { root } = createProject(context, files)
  assert.equal(await runCommand(context, root, ['build']).ended(), 0)

  const dist = join(root, 'dist')
  const built = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  const code = built.filter((file) => /\.js$/.test(file)).map((file) => readFileSync(join(dist, file), 'utf8'))
  assert.ok(code.length > 3)
  assert.deepEqual(
    built.filter((file) => file.includes('dashboard')),
    [],
  )
  assert.equal(
    code.some((text) => /\/-\/dev|x-dashboard|\bDASHBOARD\b|openDashboard/.test(text)),
    false,
  )
  // Whatever its environment says.
  const running = runNode(context, root, ['dist/server.js'], { PORT: '0', ENV: 'dev', LOG_LEVEL: 'info' })
  const [, port] = await running.printed(/"port":(\d+)/)
  for (const path of paths) assert.equal((await fetch(`http://localhost:${port}${path}`)).status, 404, path)
})
