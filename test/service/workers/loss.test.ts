import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { call, startCrowd } from '../../fakes/client-crowd.ts'
import { writeFiles } from '../../fakes/project.ts'
import { buildShop, copyShop, pidsOf, startShop } from './shop.ts'

let root = ''
const ends: (() => void)[] = []
/** What lasts until all tests of this file are done. */
const file = { after: (end?: unknown) => ends.push(end as () => void) }

before(async () => {
  root = await buildShop(file)
})

after(() => {
  for (const end of ends) end()
})

test('a worker that is killed under load is replaced; only what it had in hand is lost', async (context) => {
  const shop = await startShop(context, root)
  const keeping = 6
  const crowd = startCrowd({ port: shop.port, path: '/shop/wait?ms=2', keeping, opening: 2 })
  await crowd.answered(200)
  const [pid = 0] = pidsOf(crowd.bodies)

  process.kill(pid, 'SIGKILL')
  const line = await shop.logged('A worker has ended')
  while (pidsOf(crowd.bodies).length < 3) await crowd.answered(1)
  const lost = crowd.failures.length
  await crowd.answered(200)
  await crowd.stop()

  assert.deepEqual([line.pid, line.signal, line.restartInMs], [pid, 'SIGKILL', 100])
  assert.ok(lost <= keeping + 2, `${lost} requests failed`)
  assert.equal(crowd.failures.length, lost)
  assert.deepEqual([...crowd.statuses.keys()], [200])
})

test('a connection that a worker was handed and had not taken yet fails when it is killed, and does not hang', async (context) => {
  const shop = await startShop(context, root)
  const { pid } = JSON.parse((await call({ port: shop.port, path: '/shop/pid' })).body) as { pid: number }

  process.kill(pid, 'SIGSTOP')
  const calls = Array.from({ length: 8 }, () => call({ port: shop.port, path: '/shop/pid' }).catch(String))
  // The other one takes all but the first that the stopped one is handed.
  await Promise.any(calls)
  process.kill(pid, 'SIGKILL')
  const answers = await Promise.all(calls)

  const failed = answers.filter((answer) => typeof answer === 'string')
  assert.equal(failed.length, 1, failed.join())
  assert.match(failed[0] ?? '', /ECONNRESET|socket hang up/)
})

test('a worker that gets SIGTERM by itself answers what it has, and is replaced', async (context) => {
  const shop = await startShop(context, root)
  const crowd = startCrowd({ port: shop.port, path: '/shop/wait?ms=2', keeping: 6, opening: 2 })
  await crowd.answered(100)
  const [pid = 0] = pidsOf(crowd.bodies)

  process.kill(pid, 'SIGTERM')
  const line = await shop.logged('A worker has ended')
  while (pidsOf(crowd.bodies).length < 3) await crowd.answered(1)
  await crowd.stop()

  assert.deepEqual([line.pid, line.code], [pid, 0])
  assert.deepEqual(crowd.failures, [])
})

test('workers that end again and again are started ever later, while the others serve; once well, at once', async (context) => {
  const folder = copyShop(context, root)
  const shop = await startShop(context, folder)
  const { pid } = JSON.parse((await call({ port: shop.port, path: '/shop/pid' })).body) as { pid: number }

  writeFiles(folder, { broken: '' })
  process.kill(pid, 'SIGKILL')
  await shop.logged('A worker has ended', 4)
  const answer = await call({ port: shop.port, path: '/shop/pid' })
  rmSync(join(folder, 'broken'))
  const seen = new Set<number>()
  while (seen.size < 2) seen.add(JSON.parse((await call({ port: shop.port, path: '/shop/pid' })).body).pid as number)

  const lines = shop.lines('A worker has ended').slice(0, 4)
  assert.deepEqual(
    lines.map(({ restartInMs }) => restartInMs),
    [100, 200, 400, 800],
  )
  assert.deepEqual(lines.map(({ code }) => code).slice(1), [3, 3, 3])
  assert.equal(answer.status, 200)
})

test('with its primary killed a worker answers what it has, and ends', async (context) => {
  const shop = await startShop(context, root)
  const waiting = call({ port: shop.port, path: '/shop/wait?ms=300' })
  await call({ port: shop.port, path: '/shop/pid' })

  shop.child.kill('SIGKILL')
  const { status, headers, body } = await waiting
  const { pid } = JSON.parse(body) as { pid: number }
  while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve))

  assert.equal(status, 200)
  assert.equal(headers.connection, 'close')
  await shop.printed(/The primary is gone/)
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
