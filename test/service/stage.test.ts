import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { type Running, runCommand } from '../fakes/command.ts'
import { createProject, smallShop } from '../fakes/project.ts'

const root = join(import.meta.dirname, '..', '..')

/** Answers like a process of the kit would, as far as a stage looks before the journeys. */
const server = (trouble = '') => `
import { createServer } from 'node:http'
${trouble}
console.log('env', JSON.stringify(process.env))
createServer((request, response) => response.writeHead(request.url === '/health/ready' ? ready() : 200).end()).listen(process.env.PORT)
function ready() { return process.env.READY === 'no' ? 503 : 200 }
process.on('SIGTERM', () => process.exit(0))
`

const manifest = (attributes = '') => `
applications:
  - name: shop
    path: dist
    command: exec node server.js
    memory: 128M
    instances: 2
    timeout: 60
    health-check-type: http
    health-check-http-endpoint: /health/live
    readiness-health-check-type: http
    readiness-health-check-http-endpoint: /health/ready
    routes: [{ route: ((host)) }]
    services: [store]
    env: { ENV: ((env)), VERSION: ((version)), PUBLIC_URL: ((url)) }
${attributes}`

const files = {
  ...smallShop,
  'manifest.yml': manifest(),
  'dist/package.json': '{ "name": "shop", "type": "module" }',
  'dist/server.js': server(),
  'services.ts': `export const start = async ({ url }) => ({ instances: { store: { url: 'sqljs::memory:', at: url } } })`,
}

interface Stage {
  running: Running
  /** Where staged applications are put. */
  folder: string
}

function stage(context: TestContext, args: string[], cwd = root, env: Record<string, string> = {}): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-stage-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return { folder, running: runCommand(context, cwd, ['stage', ...args], { TMPDIR: folder, ...env }) }
}

/** Waits for a file: one, or one below a folder. */
async function untilThere(path: string, pattern?: RegExp): Promise<void> {
  const isThere = (): boolean =>
    pattern === undefined
      ? existsSync(path)
      : readdirSync(path, { recursive: true }).some((name) => pattern.test(String(name)))
  while (!isThere()) await setTimeout(20)
}

/** Other programs put things there, too. */
const leftIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('stage-'))

function stageShop(context: TestContext, more: Record<string, string>, ...args: string[]): Stage {
  const { root: cwd } = createProject(context, { ...files, ...more })
  return stage(context, ['--no-build', '--services', 'services.ts', ...args], cwd)
}

test('the shop starts in 128 MB with DynamoDB, passes all journeys, and stops; so does a single service', async (context) => {
  const apps = 'twelvefold,twelvefold-hello'
  const { running, folder } = stage(context, ['--services', 'test/fakes/backing-services.ts', '--app', apps])

  const code = await running.ended()

  const output = running.output()
  const [, peak = ''] = / ([\d.]+) MB at most, of 128\.0 MB/.exec(output) ?? []
  const passed = [...output.matchAll(/journeys +(\d+) passed, 0 warned, 0 failed/g)].map(([, count]) => Number(count))
  assert.equal(code, 0, output)
  assert.ok(Number(peak) > 40 && Number(peak) < 128, output)
  assert.ok(passed.length === 2 && Number(passed[0]) > 80 && Number(passed[1]) > 5, output)
  assert.match(output, /upload +\d+ files, [\d.]+ MB/)
  assert.deepEqual(leftIn(folder), [])
})

test('the application gets what the platform gives it, and nothing of the environment of whoever stages it', async (context) => {
  const { root: cwd } = createProject(context, files)
  const args = ['--no-build', '--services', 'services.ts', '--keep', '--var', 'version=7.7.7']
  const { running } = stage(context, args, cwd, { SHELL_ONLY: 'secret' })

  const [, url = '', log = ''] = await running.printed(/It runs at (\S+), from \S+; its log is (\S+)\. Ctrl/)
  const env = JSON.parse(/^env (.*)$/m.exec(readFileSync(log, 'utf8'))?.[1] ?? '{}') as Record<string, string>

  assert.equal(env.SHELL_ONLY, undefined)
  assert.deepEqual([env.ENV, env.VERSION, env.PUBLIC_URL, env.NODE_ENV], ['staging', '7.7.7', url, 'production'])
  assert.equal(url, `http://localhost:${env.PORT}`)
  assert.equal(JSON.parse(env.VCAP_APPLICATION ?? '').limits.mem, 128)
  assert.deepEqual(JSON.parse(env.VCAP_SERVICES ?? '')['user-provided'][0].credentials, {
    url: 'sqljs::memory:',
    at: url,
  })
})

test('what fails is exit code 1, and said with the end of the log', async (context) => {
  const big = 'globalThis.kept = Buffer.alloc(200 * 2 ** 20, 1)'
  const cases = {
    memory: stageShop(context, { 'dist/server.js': server(big) }),
    unready: stageShop(context, {
      'manifest.yml': manifest().replace('{ ENV', '{ READY: "no", ENV').replace('timeout: 60', 'timeout: 5'),
    }),
    crash: stageShop(context, { 'dist/server.js': server('console.log("no such table"); process.exit(3)') }),
    journeys: stageShop(context, {}),
    stop: stageShop(context, { 'dist/server.js': server().replace('exit(0)', 'exit(9)') }),
  }

  const codes = await Promise.all(Object.values(cases).map(({ running }) => running.ended()))

  assert.deepEqual(codes, [1, 1, 1, 1, 1])
  assert.match(cases.memory.running.output(), /It has had more memory than it may: \d{3} MB\./)
  assert.match(cases.unready.running.output(), /\/health\/ready answers 503 after \d+ s\./)
  assert.match(cases.crash.running.output(), /It ended with 3\.\nno such table/)
  assert.match(cases.journeys.running.output(), /the contract of shop: says its version: /)
  assert.match(cases.stop.running.output(), /After SIGTERM it ended with 9\./)
  for (const { folder } of Object.values(cases)) assert.deepEqual(leftIn(folder), [])
})

test('a configuration that the application refuses is exit code 78, and so is a manifest that the platform would refuse', async (context) => {
  const refused = stageShop(context, { 'dist/server.js': 'console.log("STORE_URL: is required"); process.exit(78)' })
  const wrong = stageShop(context, { 'manifest.yml': manifest('    memroy: 1G') })

  const codes = [await refused.running.ended(), await wrong.running.ended()]

  assert.deepEqual(codes, [78, 78])
  assert.match(refused.running.output(), /It ended with 78\.\nSTORE_URL: is required/)
  assert.match(wrong.running.output(), /manifest\.yml: shop: there is no attribute "memroy"/)
})

test('what is missing to begin with is exit code 2, and named', async (context) => {
  const without = stage(context, ['--no-build'], createProject(context, files).root)
  const unknown = stageShop(context, {}, '--app', 'till')
  const asks = stageShop(context, { 'manifest.yml': manifest().replace('((url))', '((shop_url))') })

  const unbuilt = stageShop(context, { 'manifest.yml': manifest().replace('path: dist', 'path: out') })

  const codes = await Promise.all([without, unknown, asks, unbuilt].map(({ running }) => running.ended()))

  assert.deepEqual(codes, [2, 2, 2, 2])
  assert.match(unbuilt.running.output(), /There is no folder out, which shop would upload\./)
  assert.match(without.running.output(), /shop binds store, and nobody stands in for it: .*--services <file>/)
  assert.match(unknown.running.output(), /There is no application till in manifest\.yml; there are shop\./)
  assert.match(asks.running.output(), /The manifest asks for shop_url: say them with --var/)
})

test('an application with the least of attributes is staged with what the platform adds', async (context) => {
  const least = 'applications: [{ name: acme/shop, path: dist, env: { SERVICES: shop } }]'
  const start = '{ "name": "shop", "type": "module", "scripts": { "start": "exec node server.js" } }'
  const { running, folder } = stageShop(context, { 'manifest.yml': least, 'dist/package.json': start })

  const code = await running.ended()

  // It is no server of the kit's: as far as the journeys it comes.
  assert.equal(code, 1)
  assert.match(running.output(), /memory .* of 1024\.0 MB/)
  assert.deepEqual(leftIn(folder), [])
})

test('whenever it is called off, nothing is left: not npm, no service instance, no folder', async (context) => {
  const slow = {
    dependencies: { slow: 'file:slow' },
    scripts: { preinstall: 'echo $$ > ../../npm.pid; exec sleep 60' },
  }
  const cases = {
    install: stageShop(context, { 'dist/package.json': JSON.stringify(slow) }),
    instances: stageShop(context, {
      'services.ts': `import { createServer } from 'node:http'
export const start = async () => {
  const server = createServer().listen(0)
  process.stdout.write('instances\\n')
  await new Promise((resolve) => process.once('SIGTERM', resolve))
  return { instances: { store: {} }, close: () => server.close(() => process.stdout.write('closed\\n')) }
}`,
    }),
    start: stageShop(context, {
      'dist/server.js': 'process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1e6)',
    }),
  }
  const begun = {
    install: () => untilThere(join(cases.install.folder, 'npm.pid')),
    instances: () => cases.instances.running.printed(/instances/),
    start: () => untilThere(cases.start.folder, /^stage-.*\/log$/),
  }

  const codes = await Promise.all(
    Object.entries(cases).map(async ([name, { running }]) => {
      await begun[name as keyof typeof begun]()
      running.child.kill('SIGTERM')
      return running.ended()
    }),
  )

  assert.deepEqual(
    codes,
    [143, 143, 143],
    Object.values(cases)
      .map(({ running }) => running.output())
      .join('\n'),
  )
  assert.match(cases.instances.running.output(), /closed/)
  for (const { folder } of Object.values(cases)) assert.deepEqual(leftIn(folder), [])
})

test('Ctrl+C ends what runs, and --keep leaves its folder', async (context) => {
  const { running, folder } = stageShop(context, {}, '--keep')
  const [, url = '', kept = ''] = await running.printed(/It runs at (\S+), from (\S+);/)

  running.child.kill('SIGINT')

  assert.equal(await running.ended(), 130, running.output())
  await assert.rejects(fetch(url))
  assert.ok(kept.startsWith(folder) && existsSync(join(kept, 'server.js')))
})
