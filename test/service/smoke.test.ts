import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, type TestContext, test } from 'node:test'
import { openProject } from '../../lib/contract/project.ts'
import { loadJourneys } from '../../lib/smoke/load-journeys.ts'
import { findTokenUrl, loadContracts } from '../../lib/smoke/local-contract.ts'
import type { RunResult } from '../../lib/smoke/result.ts'
import { runSmoke, type SmokeSetup } from '../../lib/smoke/run-smoke.ts'
import { type Running, runCommand } from '../fakes/command.ts'
import { type FrontProxy, startProxy } from '../fakes/proxy.ts'
import { startUpstream } from '../fakes/upstream.ts'
import { readXml } from '../fakes/xml.ts'

const root = join(import.meta.dirname, '..', '..')
const credentials = { clientId: 'shop-job', clientSecret: 'only for a desk' }
const asJob = { SMOKE_CLIENT_ID: credentials.clientId, SMOKE_CLIENT_SECRET: credentials.clientSecret }

interface Line {
  ok: boolean
  passed: number
  failed: number
  version: string
}

const readLine = (output: string): Line => JSON.parse(output.trim()) as Line

async function smoke(
  context: Pick<TestContext, 'after'>,
  args: string[],
  env: Record<string, string> = asJob,
): Promise<{ code: number | null; output: string }> {
  const running = runCommand(context, root, ['smoke', ...args], env)
  const code = await running.ended()
  return { code, output: running.output() }
}

describe('smoke of the web shop, as a process behind a path prefix', () => {
  let folder: string
  let proxy: FrontProxy
  let setup: SmokeSetup
  const closing: (() => unknown)[] = []
  const whole = { after: (close: () => unknown) => void closing.push(close) }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'twelvefold-smoke-'))
    proxy = await startProxy(whole, '/shop')
    const running = runCommand(whole, root, ['dev'], {
      ENV: 'dev',
      PORT: '0',
      STORE_URL: `sqljs:${join(folder, 'store')}`,
      PUBLIC_URL: proxy.url,
      LOG_LEVEL: 'fatal',
    })
    const [, base = ''] = await running.printed(/services at (http:\/\/localhost:\d+)/)
    proxy.upstream = base
    const contracts = await loadContracts(openProject(root))
    setup = {
      base: proxy.url,
      contracts,
      journeys: await loadJourneys({ root }),
      credentials,
      tokenUrl: findTokenUrl(contracts),
      write: false,
      strict: true,
      timeoutMs: 10_000,
      concurrency: 4,
    }
  })

  after(async () => {
    for (const close of closing.toReversed()) await close()
    rmSync(folder, { recursive: true, force: true })
  })

  const begin = (context: TestContext): void => {
    proxy.requests.length = 0
    context.after(() => {
      proxy.alter = (_, answer) => answer
    })
  }
  const readAll = async (path: string): Promise<unknown[]> =>
    (await (await fetch(`${proxy.upstream}${path}?limit=100`)).json()) as unknown[]
  const readStocks = async (): Promise<number[]> =>
    (await readAll('/catalog/products')).map((product) => (product as { stock: number }).stock)
  const readStore = (): string[] =>
    readdirSync(join(folder, 'store'))
      .filter((file) => file.endsWith('.ndjson'))
      .map((file) => readFileSync(join(folder, 'store', file), 'utf8'))
  const failures = ({ journeys }: RunResult): string[] =>
    journeys.flatMap(({ name, steps }) =>
      steps.flatMap((step) => (step.failure ? [`${name}: ${step.name}: ${step.failure.message}`] : [])),
    )

  test('without --write everything passes, and not one line is written to the store', async (context) => {
    begin(context)
    // The first who asks for the keys has them made.
    await fetch(`${proxy.upstream}/auth/jwks`)
    const stored = readStore()

    const { code, output } = await smoke(context, [proxy.url, '--format', 'json', '--strict'])

    const line = readLine(output)
    const changing = proxy.requests
      .filter(({ method, target }) => method !== 'GET' && !target.endsWith('/-/version'))
      .map(({ method, target }) => `${method} ${target}`)
    assert.equal(code, 0, output)
    assert.deepEqual([line.ok, line.failed], [true, 0])
    assert.ok(line.passed > 60, output)
    assert.match(line.version, /^\d+\.\d+\.\d+ \w+$/)
    assert.deepEqual(readStore(), stored)
    assert.deepEqual([...new Set(changing)].sort(), [
      'POST /shop/addition',
      'POST /shop/auth/introspect',
      'POST /shop/auth/token',
      'POST /shop/hello',
    ])
  })

  test('with --write the order is placed once and cancelled, and everything is as before', async (context) => {
    begin(context)
    const [stocks, colors] = [await readStocks(), await readAll('/colors')]

    const result = await runSmoke({ ...setup, write: true })

    const order = result.journeys.find(({ name }) => name === 'a job orders, and cancels')
    assert.deepEqual(failures(result), [])
    assert.deepEqual(new Set(order?.steps.map(({ status }) => status)), new Set(['passed']))
    assert.deepEqual(await readStocks(), stocks)
    assert.deepEqual(await readAll('/colors'), colors)
  })

  test('an order whose answer got lost is cancelled all the same, when somebody presses Ctrl+C', async (context) => {
    begin(context)
    const stocks = await readStocks()
    let lost = false
    proxy.alter = ({ method, target, headers }, answer) => {
      if (lost || method !== 'POST' || target !== '/shop/orders' || headers.authorization === undefined) return answer
      lost = true
      running.child.kill('SIGINT')
      return 'hang'
    }
    const args = ['smoke', proxy.url, '--write', '--only', 'a job orders']
    const running: Running = runCommand(context, root, args, asJob)

    const code = await running.ended()

    assert.equal(code, 130, running.output())
    assert.match(running.output(), /- orders one: it was called off/)
    assert.match(running.output(), /✔ leaves no order behind/)
    assert.deepEqual(await readStocks(), stocks)
  })

  test('who does not read on calls the run off, and nothing is left half done', async (context) => {
    begin(context)
    const stocks = await readStocks()
    const running = runCommand(context, root, ['smoke', proxy.url, '--write', '--concurrency', '9'], asJob)

    running.child.stdout?.destroy()

    assert.equal(await running.ended(), 141, running.output())
    assert.deepEqual(await readStocks(), stocks)
  })

  test('a wrong body fails where it is seen, and the rest goes on', async (context) => {
    begin(context)
    proxy.alter = ({ target }, answer) => {
      if (!/^\/shop\/catalog\/products\/[a-z]/.test(target) || answer.status !== 200) return answer
      const product = JSON.parse(answer.body.toString()) as object
      return { ...answer, body: Buffer.from(JSON.stringify({ ...product, stock: 'plenty' })) }
    }

    const result = await runSmoke(setup)

    const [first, second, ...others] = failures(result)
    assert.match(first ?? '', /^the contract of catalog: getProduct: GET .*\/stock must be integer$/)
    assert.match(second ?? '', /^somebody looks round in the shop: looks at a product: .*\/stock must be integer$/)
    assert.deepEqual(others, [])
  })

  test('a wrong secret, from a file, fails what needs a token, and is not shown', async (context) => {
    begin(context)
    const [file, report] = [join(folder, 'secret'), join(folder, 'smoke.xml')]
    writeFileSync(file, 'hunter2-hunter2\n')
    const args = [proxy.url, '--service', 'auth', '--client-id', 'shop-job', '--client-secret-file', file]

    const { code, output } = await smoke(context, [...args, '--junit', report], {})

    const xml = readFileSync(report, 'utf8')
    const failed = readXml(xml).filter(({ name }) => name === 'failure')
    assert.equal(code, 1, output)
    assert.match(output, /the client shop-job gets no token: 401/)
    assert.match(failed[0]?.attributes.message ?? '', /the client shop-job gets no token: 401/)
    for (const text of [output, xml])
      assert.ok(!text.includes('hunter2') && !text.includes(btoa('shop-job:hunter2-hunter2')))
  })

  test('--every prints a line a run, and ends with 0 on SIGTERM', async (context) => {
    begin(context)
    const running = runCommand(context, root, ['smoke', proxy.url, '--only', 'small services', '--every', '50ms'])

    await running.printed(/^\{.*\}\n\{.*\}\n/)
    running.child.kill('SIGTERM')

    assert.equal(await running.ended(), 0, running.output())
    for (const line of running.output().trim().split('\n').map(readLine))
      assert.deepEqual([line.ok, line.passed], [true, 6])
  })
})

test('where nobody listens the exit code is 69, and the report says why', async (context) => {
  const upstream = await startUpstream(context, [])
  await upstream.close()

  const { code, output } = await smoke(context, [upstream.url, '--format', 'tap'])

  assert.equal(code, 69, output)
  assert.match(output, /ECONNREFUSED/)
  assert.match(output, /^not ok 1 - the deployment$/m)
})

test('what is typed wrongly is exit code 2, and nothing is sent', async (context) => {
  const upstream = await startUpstream(context, [{ status: 200, body: {} }])
  const wrong = [
    [],
    ['localhost:3000'],
    [upstream.url, '--client-id', 'shop-job'],
    [upstream.url, '--every', '5m', '--format', 'tap'],
  ]

  const results = await Promise.all(wrong.map((args) => smoke(context, args, {})))

  for (const [at, { code, output }] of results.entries()) assert.equal(code, 2, `${wrong[at]?.join(' ')}: ${output}`)
  assert.equal(upstream.requests.length, 0)
})
