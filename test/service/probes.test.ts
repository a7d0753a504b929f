import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { runCommand } from '../fakes/command.ts'
import { startDynamodb } from '../fakes/dynamodb.ts'
import { buildShop, startShop } from './workers/shop.ts'

const root = join(import.meta.dirname, '..', '..')

test('E06 with the store down a process is live and not ready', async (context) => {
  const { url, close } = await startDynamodb()
  let closing: Promise<void> | undefined
  const closeOnce = (): Promise<void> => (closing ??= close())
  context.after(closeOnce)
  const env = { ENV: 'test', STORE_URL: url('probes'), SERVICES: 'colors', PORT: '0', LOG_LEVEL: 'fatal' }
  const created = runCommand(context, root, ['store', 'create'], env)
  assert.equal(await created.ended(), 0, created.output())
  const running = runCommand(context, root, ['dev'], env)
  const [, base = ''] = await running.printed(/services at (http:\/\/localhost:\d+)/)
  const ask = async (name: string): Promise<number> => (await fetch(`${base}/health/${name}`)).status

  const before = [await ask('live'), await ask('ready')]
  await closeOnce()
  let ready = 200
  // What was found is given to others for a second.
  while (ready === 200) {
    ready = await ask('ready')
    if (ready === 200) await setTimeout(50)
  }

  assert.deepEqual(before, [200, 200])
  assert.equal(ready, 503)
  assert.equal(await ask('live'), 200)
})

test('E06 with a disk that is full a process is live and not ready, and its service is not well', {
  skip: process.platform === 'win32' && 'Windows has no ulimit',
}, async (context) => {
  const root = await buildShop(context)
  // A file may be so small that it is soon full, as a disk would be.
  const through = ['sh', '-c', 'ulimit -f 16; exec "$@"', 'sh']
  const env = { SERVICES: 'bank', STORE_URL: 'sqljs:.data/', WEB_CONCURRENCY: '1' }
  const { port } = await startShop(context, root, env, { through })
  const ask = async (path: string, method = 'GET'): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { method })).status

  const before = await ask('/health/ready')
  let written = 200
  while (written === 200) written = await ask('/bank/accounts', 'POST')
  let ready = 200
  // What was found is given to others for a second.
  while (ready === 200) {
    ready = await ask('/health/ready')
    if (ready === 200) await setTimeout(50)
  }

  assert.deepEqual([before, written, ready], [200, 503, 503])
  assert.equal(await ask('/bank/-/health'), 503)
  assert.equal(await ask('/health/live'), 200)
})
