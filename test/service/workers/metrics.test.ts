import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { call } from '../../fakes/client-crowd.ts'
import { samplesOf, sumOf } from '../../fakes/exposition.ts'
import { buildShop, type Shop, startShop } from './shop.ts'

const repository = join(import.meta.dirname, '..', '..', '..')

describe('the metrics of three workers on one port', () => {
  const ends: (() => unknown)[] = []
  let shop: Shop
  let answered = 0

  before(async () => {
    const whenOver = { after: (end?: unknown) => ends.push(end as () => unknown) }
    shop = await startShop(whenOver, await buildShop(whenOver), { WEB_CONCURRENCY: '3' })
  })

  after(async () => {
    for (const end of ends.reverse()) await end()
  })

  /** Asks whichever worker has its turn, over a connection of its own. */
  const ask = async (path: string): Promise<string> => (await call({ port: shop.port, path })).body

  /** @returns the processes that have answered */
  async function askAll(): Promise<number[]> {
    const pids = new Set<number>()
    for (let count = 0; count < 12 || pids.size < 3; count++) {
      pids.add((JSON.parse(await ask('/shop/pid')) as { pid: number }).pid)
      answered++
    }
    return [...pids]
  }

  const counted = (text: string): number | undefined =>
    sumOf(text, 'twelvefold_requests_total', { operation: 'getPid', status: '200' })

  const workersOf = (text: string, name: string): number => {
    const numbers = samplesOf(text, name).map(({ labels }) => labels.worker)
    assert.equal(new Set(numbers).size, numbers.length)
    assert.ok(numbers.every((number) => /^\d+$/.test(number ?? '')))
    return numbers.length
  }

  test('whichever is asked, it answers with the sum of all, and with the runtime of each', async () => {
    await askAll()

    const texts = [await ask('/metrics'), await ask('/metrics'), await ask('/metrics')]

    assert.deepEqual(texts.map(counted), [answered, answered, answered])
    const [text = ''] = texts
    const durations = { operation: 'getPid', status_class: '2xx' }
    assert.equal(sumOf(text, 'twelvefold_request_duration_seconds_count', durations), answered)
    assert.equal(sumOf(text, 'twelvefold_request_duration_seconds_bucket', { ...durations, le: '+Inf' }), answered)
    assert.equal(samplesOf(text, 'twelvefold_request_duration_seconds_count', durations).length, 1)
    assert.equal(sumOf(text, 'twelvefold_build_info'), 1)
    assert.equal(sumOf(text, 'twelvefold_workers', { state: 'told' }), 3)
    for (const name of [
      'nodejs_heap_size_used_bytes',
      'nodejs_eventloop_lag_p99_seconds',
      'process_start_time_seconds',
    ])
      assert.equal(workersOf(text, name), 3, name)
  })

  test('one that hangs does not hang the answer, and no counter falls for it', async () => {
    const [pid = 0] = await askAll()
    await ask('/metrics')

    process.kill(pid, 'SIGSTOP')
    // It holds the connection that it is given: the others answer two.
    const text = await Promise.any([ask('/metrics'), ask('/metrics')]).finally(() => process.kill(pid, 'SIGCONT'))

    assert.equal(counted(text), answered)
    assert.equal(sumOf(text, 'twelvefold_workers', { state: 'told' }), 2)
    assert.equal(sumOf(text, 'twelvefold_workers', { state: 'silent' }), 1)
  })

  test('what they have counted stays when they are replaced, also what nobody had asked for yet', async () => {
    await askAll()

    process.kill(shop.pid, 'SIGHUP')
    await shop.logged('restarted')
    const text = await ask('/metrics')

    assert.equal(counted(text), answered)
    assert.equal(sumOf(text, 'twelvefold_worker_restarts_total'), 0)
    assert.equal(workersOf(text, 'process_start_time_seconds'), 3)
  })

  test('one that was killed counts as it last did, and its restart is counted', async () => {
    const [pid = 0] = await askAll()
    await ask('/metrics')

    process.kill(pid, 'SIGKILL')
    await shop.logged('A worker has ended')
    const text = await ask('/metrics')

    assert.equal(counted(text), answered)
    assert.equal(sumOf(text, 'twelvefold_worker_restarts_total'), 1)
  })
})

test('where the primary does not answer, a worker says so instead of telling its own as the sum', async () => {
  const source = `
import { metricsReader } from './lib/observe/metrics/read-metrics.ts'
const metrics = { kit: () => [], snapshot: async () => ({ kit: [], runtime: [] }) }
await metricsReader(metrics, 50).read('text/plain').catch(({ code }) => console.log(code))
process.disconnect()
`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    cwd: repository,
    env: { ...process.env, TWELVEFOLD_METRICS_PRIMARY: String(process.pid) },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')

  assert.equal(Buffer.concat((await child.stdout?.toArray()) ?? []).toString(), 'service-unavailable\n')
  assert.deepEqual(await ended, [0, null])
})
