import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import type { Project } from '../../lib/contract/project.ts'
import { claimPort } from '../../lib/hosts/claim-port.ts'
import { type Running, runCommand, runNode } from '../fakes/command.ts'
import { createProject, handler, smallShop } from '../fakes/project.ts'
import { runApart } from '../fakes/terminal.ts'

/** What is to be undone once all tests have ended. */
const undone: (() => unknown)[] = []
let project: Project

before(async () => {
  project = createProject(
    { after: (undo) => void undone.push(undo as () => unknown) },
    {
      ...smallShop,
      'functions/shop/get-shop.ts': `import { existsSync } from 'node:fs'\n${handler(
        'getShop',
        `existsSync(process.env.BROKEN_FILE ?? '') ? fail() : {}`,
      )}
function fail(): never { throw new Error('it is broken') }
`,
    },
  )
  const { code, stderr } = await runApart(project.root, ['build'])
  assert.equal(code, 0, stderr)
})

after(async () => {
  for (const undo of undone) await undo()
})

interface Shop {
  url: string
  port: number
  /** From now on every answer of the shop is a 500. */
  breakIt: () => void
}

async function startShop(
  context: TestContext,
  env: Record<string, string> = {},
  port = 0,
): Promise<Shop & { running: Running }> {
  const chosen = port === 0 ? await claimPort(0) : port
  const broken = join(project.root, `broken-${chosen}`)
  const running = runNode(context, project.root, ['dist/server.js'], {
    ...{ PORT: String(chosen), ENV: 'dev', BROKEN_FILE: broken, ...env },
  })
  await running.printed(/"listening"/)
  const breakIt = (): void => writeFileSync(broken, '')
  return { url: `http://localhost:${chosen}`, port: chosen, breakIt, running }
}

const monitor = (
  context: TestContext,
  url: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Running => runCommand(context, project.root, ['monitor', url, '--every', '250ms', ...args], env)

test('a deployment that is well stays so to the end, and another token than that of its metrics is wrong', async (context) => {
  const { url } = await startShop(context, { METRICS_TOKEN: 'long' })
  const args = ['--for', '750ms', '--expect', '2.3.4', '--max-lag', '10s', '--max-p99', '10s']

  const watched = monitor(context, url, args, { METRICS_TOKEN: 'long' })

  assert.equal(await watched.ended(), 0, watched.output())
  const lines = watched.output().trimEnd().split('\n')
  assert.equal(lines.length, 5)
  assert.match(
    lines[0] ?? '',
    /^\d\d:\d\d:\d\d {2}well {2}ready {2}1 of 1 healthy {2}2\.3\.4 .* req\/s .* 5xx .*lag \d+ ms$/,
  )
  assert.match(lines[3] ?? '', /[1-9]\d*\.\d req\/s {2}0\.0 % 5xx {2}p99 \d+ ms/)
  assert.equal(lines[4], 'It stayed well (4 looks).')
  const other = await runApart(project.root, ['monitor', url], { env: { METRICS_TOKEN: 'other' } })
  assert.equal(other.code, 78)
  assert.match(other.stderr, /METRICS_TOKEN: http:\S+\/metrics answers 401/)
})

test('one that begins to answer 500 is not well, and the reason is said, by its contract and by its metrics', async (context) => {
  const { url, breakIt } = await startShop(context)
  const watched = monitor(context, url, ['--for', '60s', '--max-lag', '10s', '--max-p99', '10s'])
  await watched.printed(/well.*\n.*well/)

  breakIt()

  assert.equal(await watched.ended(), 1)
  assert.match(watched.output(), /an example of shop's contract answers 500 \(1 of 3\)/)
  assert.match(watched.output(), /shop answers \d+\.\d % of its requests with a 5xx \([12] of 3\)/)
  assert.match(watched.output(), /Not well: an example of shop's contract answers 500.* \(3 times in a row\)\./)
})

test('one that is started anew is counted, and is not well once that was too often', async (context) => {
  const first = await startShop(context)
  const args = ['--for', '60s', '--in-a-row', '500', '--max-restarts', '0', '--json']
  const watched = monitor(context, first.url, args)
  // By then its clock, which knows whole seconds, tells a new process from an old one.
  await watched.printed(/(?:\{"time".*\n){14}/)

  first.running.child.kill('SIGKILL')
  await first.running.ended()
  await startShop(context, {}, first.port)

  assert.equal(await watched.ended(), 1)
  const lines = watched.output().trimEnd().split('\n')
  const { result, reason } = JSON.parse(lines.at(-1) ?? '')
  assert.deepEqual({ result, reason }, { result: 'not well', reason: 'processes were started anew 1 times' })
})

test('where nothing answers it is 69; a blip that passes is none', async (context) => {
  const nowhere = `http://localhost:${await claimPort(0)}`
  const answers = [503, 200, 200, 503, 200]
  const server = createServer((request, response) => {
    const isReady = request.url === '/health/ready'
    response.writeHead(isReady ? (answers.shift() ?? 200) : request.url === '/metrics' ? 404 : 200).end()
  }).listen(0)
  context.after(() => void server.close())
  const { port } = server.address() as AddressInfo

  const [down, blips] = [
    monitor(context, nowhere, ['--for', '60s']),
    monitor(context, `http://localhost:${port}`, ['--for', '1s']),
  ]

  assert.deepEqual([await down.ended(), await blips.ended()], [69, 0], blips.output())
  assert.match(down.output(), /nothing answers: connect ECONNREFUSED/)
  assert.equal(blips.output().match(/health\/ready answers 503 \(1 of 3\)/g)?.length, 2)
})

test('it is called off by a signal, and without an address it asks nobody', async (context) => {
  const { url } = await startShop(context)
  const watched = monitor(context, url, ['--for', '60s'])
  await watched.printed(/ healthy /)

  watched.child.kill('SIGINT')

  assert.equal(await watched.ended(), 130)
  const missing = await runApart(project.root, ['monitor', '--url-from', 'PRODUCTION_URL'])
  assert.equal(missing.code, 78)
  assert.match(missing.stderr, /PRODUCTION_URL: is required/)
})
