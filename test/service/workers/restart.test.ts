import assert from 'node:assert/strict'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { call, startCrowd } from '../../fakes/client-crowd.ts'
import { writeFiles } from '../../fakes/project.ts'
import { buildShop, copyShop, rebuild, type Shop, startShop } from './shop.ts'

let root = ''
/** The same project with another release of its code, built. */
let other = ''
const ends: (() => void)[] = []
/** What lasts until all tests of this file are done. */
const file = { after: (end?: unknown) => ends.push(end as () => void) }

before(async () => {
  ;[root, other] = await Promise.all([buildShop(file), buildShop(file, 'two')])
})

after(() => {
  for (const end of ends) end()
})

interface Told {
  pid: number
  version: string
  greeting: string
}

/** Asks until both workers have told of themselves. */
async function askWorkers({ port }: Shop, wanted = 2): Promise<Told[]> {
  const told = new Map<number, Told>()
  while (told.size < wanted) {
    const answer = JSON.parse((await call({ port, path: '/shop/pid' })).body) as Told
    told.set(answer.pid, answer)
  }
  return [...told.values()]
}

test('two workers share a port that is any free one, and each says in the log which it is', async (context) => {
  const shop = await startShop(context, root, { ACCESS_LOG: 'on' })

  const told = await askWorkers(shop)
  await shop.printed(/"worker":1,"service":"shop"/)
  await shop.printed(/"worker":2,"service":"shop"/)

  assert.equal(
    told.some(({ pid }) => pid === shop.pid),
    false,
  )
  const listening = shop.lines('listening')
  assert.equal(listening.length, 1)
  assert.deepEqual([listening[0]?.workers, listening[0]?.services, listening[0]?.worker], [2, ['shop'], undefined])
})

test('SIGHUP under load, three times: every worker is replaced, and no request fails', async (context) => {
  const shop = await startShop(context, root)
  const pids = new Set((await askWorkers(shop)).map(({ pid }) => pid))
  const crowd = startCrowd({ port: shop.port, path: '/shop/pid', keeping: 8, opening: 4 })

  for (const round of [1, 2, 3]) {
    await crowd.answered(200)
    shop.child.kill('SIGHUP')
    assert.equal((await shop.logged('restarted', round)).replaced, 2)
    for (const { pid } of await askWorkers(shop)) {
      assert.equal(pids.has(pid), false)
      pids.add(pid)
    }
  }
  await crowd.stop()

  assert.deepEqual(crowd.failures, [])
  assert.deepEqual([...crowd.statuses.keys()], [200])
})

test('a worker that is replaced is ready until it is gone: a load balancer sees no change', async (context) => {
  const shop = await startShop(context, root)
  const crowd = startCrowd({ port: shop.port, path: '/health/ready', keeping: 4, opening: 2 })

  shop.child.kill('SIGHUP')
  await shop.logged('restarted')
  await crowd.stop()

  assert.deepEqual(crowd.failures, [])
  assert.deepEqual([...crowd.statuses.keys()], [200])
})

test('SIGHUPs during a restart are remembered as one', async (context) => {
  const shop = await startShop(context, root)

  shop.child.kill('SIGHUP')
  await shop.logged('restarting the workers')
  for (let count = 0; count < 3; count++) {
    shop.child.kill('SIGHUP')
    // Signals of a kind that wait together are one: each has to arrive by itself.
    await call({ port: shop.port, path: '/shop/pid' })
  }
  await shop.logged('restarted', 2)
  shop.child.kill('SIGTERM')
  await shop.ended()

  assert.equal(shop.lines('restarted').length, 2)
})

test('a restart takes a new build and a changed env file; the real environment still wins', async (context) => {
  const folder = copyShop(context, root)
  const shop = await startShop(context, folder)
  const before = await askWorkers(shop)

  cpSync(join(other, 'dist'), join(folder, 'dist'), { recursive: true })
  writeFileSync(
    join(folder, 'env/test.env'),
    'PORT=0\nSHOP_GREETING=good morning\nSHOP_KEY=one that is not heard\nACCESS_LOG=on\n',
  )
  shop.child.kill('SIGHUP')
  await shop.logged('restarted')
  const after = await askWorkers(shop)

  assert.deepEqual(
    new Set(before.map(({ version, greeting }) => `${version}, ${greeting}`)),
    new Set(['one, hello from the file']),
  )
  assert.deepEqual(
    new Set(after.map(({ version, greeting }) => `${version}, ${greeting}`)),
    new Set(['two, good morning']),
  )
  assert.doesNotMatch(shop.output(), /"path":"\/shop\/pid"/)
})

test('a changed WEB_CONCURRENCY of the env file is how many there are after the restart', async (context) => {
  const folder = copyShop(context, root)
  writeFileSync(join(folder, 'env/test.env'), 'PORT=0\nWEB_CONCURRENCY=2\n')
  const shop = await startShop(context, folder, { WEB_CONCURRENCY: undefined })
  const restart = async (count: number, nth: number): Promise<void> => {
    writeFileSync(join(folder, 'env/test.env'), `PORT=0\nWEB_CONCURRENCY=${count}\n`)
    shop.child.kill('SIGHUP')
    assert.equal((await shop.logged('restarted', nth)).workers, count)
  }

  await restart(3, 1)
  assert.equal((await askWorkers(shop, 3)).length, 3)
  await restart(1, 2)
  const [first] = await askWorkers(shop, 1)
  for (let count = 0; count < 6; count++) assert.equal((await askWorkers(shop, 1))[0]?.pid, first?.pid)
})

test('a restart with a wrong configuration replaces nothing and says why', async (context) => {
  const folder = copyShop(context, root)
  const shop = await startShop(context, folder)
  const before = await askWorkers(shop)

  writeFileSync(join(folder, 'env/test.env'), 'PORT=0\nBODY_LIMIT=much\n')
  shop.child.kill('SIGHUP')
  const line = await shop.logged('Nothing was restarted: the configuration is wrong')
  writeFileSync(join(folder, 'env/test.env'), 'PORT=0\nSERVICES=nope\n')

  assert.deepEqual(line.faults, ['BODY_LIMIT: must be a whole number of at least 0, is "much"'])
  assert.deepEqual(new Set((await askWorkers(shop)).map(({ pid }) => pid)), new Set(before.map(({ pid }) => pid)))
})

test('a restart whose new worker cannot start is given up, and the old ones go on', async (context) => {
  const folder = copyShop(context, root)
  const shop = await startShop(context, folder)
  const before = await askWorkers(shop)

  writeFiles(folder, { broken: '' })
  shop.child.kill('SIGHUP')
  const line = await shop.logged('The restart was given up')

  assert.equal(line.code, 3)
  assert.deepEqual(new Set((await askWorkers(shop)).map(({ pid }) => pid)), new Set(before.map(({ pid }) => pid)))
  rmSync(join(folder, 'broken'))
  shop.child.kill('SIGHUP')
  await shop.logged('restarted')
})

test('a process that was started from the last build still loads what it loads late', async (context) => {
  const folder = copyShop(context, root)
  const shop = await startShop(context, folder, { WEB_CONCURRENCY: '1' })

  await rebuild(context, folder, 'two')
  const contract = await call({ port: shop.port, path: '/shop/-/openapi.json' })
  const told = JSON.parse((await call({ port: shop.port, path: '/shop/pid' })).body) as Told

  assert.equal(contract.status, 200)
  assert.equal(told.version, 'one')
})
