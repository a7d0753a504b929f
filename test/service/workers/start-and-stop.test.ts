import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { call, startCrowd } from '../../fakes/client-crowd.ts'
import { writeFiles } from '../../fakes/project.ts'
import { openSocket, untilRefused } from '../../parity/hosts/raw-socket.ts'
import { buildShop, copyShop, runShop, startShop } from './shop.ts'

let root = ''
const ends: (() => void)[] = []
/** What lasts until all tests of this file are done. */
const file = { after: (end?: unknown) => ends.push(end as () => void) }

/** What Node loads first in each process. */
const sayBegun = ['--import', 'data:text/javascript,console.log("begun")']

before(async () => {
  root = await buildShop(file)
})

after(() => {
  for (const end of ends) end()
})

test('E07 SIGTERM under load ends all workers with every request answered, and the primary with 0', async (context) => {
  const shop = await startShop(context, root)
  const crowd = startCrowd({ port: shop.port, path: '/shop/wait?ms=5', keeping: 12, opening: 0, untilClosed: true })
  await crowd.answered(300)

  shop.child.kill('SIGTERM')
  await crowd.ended

  assert.equal(await shop.ended(), 0)
  assert.deepEqual(crowd.failures, [])
  assert.deepEqual([...crowd.statuses.keys()], [200])
})

test('E07 after SIGTERM a worker says that it is not ready', async (context) => {
  const shop = await startShop(context, root)
  const client = await openSocket(shop.port)
  const ask = async (): Promise<number> => {
    client.write('GET /health/ready HTTP/1.1\r\nhost: a\r\n\r\n')
    return (await client.read()).status
  }

  const before = await ask()
  shop.child.kill('SIGTERM')
  let status = before
  while (status === 200) status = await ask()

  assert.deepEqual([before, status], [200, 503])
  assert.equal(await shop.ended(), 0)
})

test('E07 Ctrl+C reaches the whole group of processes, and each stops once', async (context) => {
  const shop = await startShop(context, root, {}, { detached: true })
  const waiting = call({ port: shop.port, path: '/shop/wait?ms=400' })
  await call({ port: shop.port, path: '/shop/pid' })

  process.kill(-shop.pid, 'SIGINT')

  assert.equal((await waiting).status, 200)
  assert.equal(await shop.ended(), 0)
})

test('E07 SIGTERM to the whole group, as systemd sends it, lets every request be answered', async (context) => {
  const shop = await startShop(context, root, {}, { detached: true })
  const waiting = call({ port: shop.port, path: '/shop/wait?ms=400' })
  await call({ port: shop.port, path: '/shop/pid' })

  process.kill(-shop.pid, 'SIGTERM')

  assert.equal((await waiting).status, 200)
  assert.equal(await shop.ended(), 0)
})

test('E07 a second SIGTERM ends everything at once', async (context) => {
  const shop = await startShop(context, root)
  const waiting = assert.rejects(call({ port: shop.port, path: '/shop/wait?ms=20000' }))
  await call({ port: shop.port, path: '/shop/pid' })

  shop.child.kill('SIGTERM')
  await untilRefused(shop.port)
  const again = performance.now()
  shop.child.kill('SIGTERM')

  assert.equal(await shop.ended(), 1)
  await waiting
  assert.ok(performance.now() - again < 2_000)
})

test('E07 a request that takes longer than the deadline does not keep the workers', async (context) => {
  const shop = await startShop(context, root, { SHUTDOWN_TIMEOUT_MS: '200' })
  const waiting = assert.rejects(call({ port: shop.port, path: '/shop/wait?ms=20000' }))
  await call({ port: shop.port, path: '/shop/pid' })

  shop.child.kill('SIGTERM')

  assert.equal(await shop.ended(), 1)
  await waiting
  assert.match(shop.output(), /SHUTDOWN_TIMEOUT_MS has passed/)
})

test('E07 SIGTERM before anything listens ends with 0', async (context) => {
  const running = runShop(context, root, {}, { flags: sayBegun })

  await running.printed(/begun[\s\S]*begun/)
  running.child.kill('SIGTERM')

  assert.equal(await running.ended(), 0)
  assert.doesNotMatch(running.output(), /"msg":"listening"/)
})

test('E01 a wrong configuration ends everything with 78, and every fault is said once', async (context) => {
  const running = runShop(context, root, { WEB_CONCURRENCY: '3', SHOP_KEY: '', LOG_LEVEL: 'loud', DOCS: 'maybe' })

  assert.equal(await running.ended(), 78)
  assert.deepEqual(running.output().trim().split('\n'), [
    'The configuration is wrong:',
    'DOCS: must be on or off, is "maybe"',
    'LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent, is "loud"',
    'SHOP_KEY: is required',
  ])
})

test('a WEB_CONCURRENCY that is no number of processes is told with the other faults', async (context) => {
  const running = runShop(context, root, { WEB_CONCURRENCY: '2.5', SHOP_KEY: '' })

  assert.equal(await running.ended(), 78)
  assert.match(
    running.output(),
    /^SHOP_KEY: is required\nWEB_CONCURRENCY: must be a whole number from 1 to 512, is "2\.5"$/m,
  )
})

test('where no worker can be had from the start, it ends with 1 and says so', async (context) => {
  const folder = copyShop(context, root)
  writeFiles(folder, { broken: '' })

  const running = runShop(context, folder)

  assert.equal(await running.ended(), 1)
  assert.equal(running.output(), 'No worker could be started: the first one ended with 3.\n')
})

test('a port that is taken is named once', async (context) => {
  const other = createServer().listen(0, '127.0.0.1')
  context.after(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as { port: number }

  const running = runShop(context, root, { PORT: String(port) })

  assert.equal(await running.ended(), 1)
  assert.equal(running.output().match(/is taken/g)?.length, 1)
})

for (const [url, why] of [
  ['sqljs:.data/', 'a folder belongs to one process'],
  ['sqljs::memory:', 'each worker would have data of its own'],
] as const) {
  test(`more than one worker on ${url} is refused before any is started`, async (context) => {
    const running = runShop(context, root, { SERVICES: 'shop,bank', STORE_URL: url }, { flags: sayBegun })

    assert.equal(await running.ended(), 78)
    assert.equal(
      running.output(),
      `begun\nThe configuration is wrong:\nWEB_CONCURRENCY: is 2, and the embedded store cannot be shared: ${why} (STORE_URL is "${url}"); ` +
        'set WEB_CONCURRENCY to 1, or STORE_URL to dynamodb://<region>/<prefix>\n',
    )
  })
}

test('services without data may have several workers, whatever STORE_URL says', async (context) => {
  const shop = await startShop(context, root, { STORE_URL: 'sqljs:.data/' })

  assert.equal((await call({ port: shop.port, path: '/shop/pid' })).status, 200)
})

test('SIGHUP does not end a process that has no workers, and is answered in the log', async (context) => {
  const shop = await startShop(context, root, { WEB_CONCURRENCY: '1' })

  shop.child.kill('SIGHUP')
  await shop.logged('SIGHUP restarts workers')

  assert.equal((await call({ port: shop.port, path: '/shop/pid' })).status, 200)
})

for (const workers of ['1', '2']) {
  test(`E07 with its terminal closed a server of ${workers} stops, since nobody is left who could stop it`, {
    skip: spawnSync('script', ['--version']).error && 'there is no script(1) to make a terminal',
  }, async (context) => {
    const folder = copyShop(context, root)
    // A worker says so by its channel: what counts is how the one in the terminal ends.
    const sayEnd =
      "process.channel || process.on('exit', (code) => process.getBuiltinModule('fs').writeFileSync('ended.txt', String(code)))"
    writeFiles(folder, { 'say-end.mjs': sayEnd })
    const command = `exec ${process.execPath} --import ./say-end.mjs dist/server.js >said.txt`
    const through = ['sh', '-c', `exec script -qec '${command}' /dev/null`, 'sh']
    const running = runShop(context, folder, { WEB_CONCURRENCY: workers }, { through })
    const read = (file: string): string =>
      existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : ''
    while (!read('said.txt').includes('"msg":"listening"')) await setTimeout(20)

    running.child.kill('SIGKILL')
    while (read('ended.txt') === '') await setTimeout(20)

    assert.equal(read('ended.txt'), '0')
  })
}

test('a process that is the only one loads nothing of what keeps workers', async (context) => {
  const spy = `import { registerHooks } from 'node:module'
registerHooks({ load: (url, about, next) => { console.log('loads', url); return next(url, about) } })`
  const flags = ['--import', `data:text/javascript,${encodeURIComponent(spy)}`]
  const alone = runShop(context, root, { WEB_CONCURRENCY: '1' }, { flags })
  const several = runShop(context, root, {}, { flags })

  await Promise.all([alone.printed(/"msg":"listening"/), several.printed(/"msg":"listening"/)])

  const loads = /loads .*chunks\/(?:primary|worker)-/
  assert.match(several.output(), loads)
  assert.doesNotMatch(alone.output(), loads)
})
