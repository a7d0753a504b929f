import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Running, runNode } from '../fakes/command.ts'
import { samplesOf, sumOf } from '../fakes/exposition.ts'

const root = join(import.meta.dirname, '..', '..')

interface Worker {
  worker: number
  pid: number
  port: number
}

describe('three workers on one address', () => {
  let running: Running
  let stop: () => unknown = () => undefined
  let greeted = 0

  before(async () => {
    const env = { ENV: 'test', SERVICES: 'hello', HOST: '127.0.0.1', LOG_LEVEL: 'warn' }
    const script = join(root, 'test/service/clustered.ts')
    const whenOver = {
      after(hook: () => unknown) {
        stop = hook
      },
    }
    running = runNode(whenOver, root, [script, join(root, 'generated/app.js')], env)
    await begun(3)
  })

  after(() => stop())

  /** Waits until so many workers have begun to listen, in all. */
  async function begun(count: number): Promise<Worker[]> {
    await running.printed(new RegExp(`(?:"worker":[^]*){${count}}\\}\\n`))
    const lines = [...running.output().matchAll(/^\{"worker".*\}$/gm)].map(([line]) => JSON.parse(line) as Worker)
    return lines.sort((a, b) => a.worker - b.worker)
  }

  /** Asks whichever worker has its turn, over a connection of its own. */
  async function ask(path: string): Promise<string> {
    const [{ port } = { port: 0 }] = await begun(3)
    const call = get({ host: '127.0.0.1', port, path, agent: false })
    const [response] = (await once(call, 'response')) as [IncomingMessage]
    return Buffer.concat(await response.toArray()).toString()
  }

  async function greetAll(): Promise<void> {
    for (let count = 0; count < 12; count++) await ask('/hello/Ada')
    greeted += 12
  }

  const greetings = (text: string): number | undefined =>
    sumOf(text, 'twelvefold_requests_total', { operation: 'greet', status: '200' })

  const workersOf = (text: string, name: string): (string | undefined)[] =>
    samplesOf(text, name)
      .map(({ labels }) => labels.worker)
      .sort()

  test('whichever is asked, it answers with the sum of all, and with the runtime of each', async () => {
    await greetAll()

    const texts = [await ask('/metrics'), await ask('/metrics'), await ask('/metrics')]

    assert.deepEqual(texts.map(greetings), [greeted, greeted, greeted])
    const [text = ''] = texts
    const durations = { operation: 'greet', status_class: '2xx' }
    assert.equal(sumOf(text, 'twelvefold_request_duration_seconds_count', durations), greeted)
    assert.equal(sumOf(text, 'twelvefold_request_duration_seconds_bucket', { ...durations, le: '+Inf' }), greeted)
    assert.equal(samplesOf(text, 'twelvefold_request_duration_seconds_count', durations).length, 1)
    assert.equal(sumOf(text, 'twelvefold_build_info'), 1)
    assert.equal(sumOf(text, 'twelvefold_workers', { state: 'told' }), 3)
    for (const name of [
      'nodejs_heap_size_used_bytes',
      'nodejs_eventloop_lag_p99_seconds',
      'process_start_time_seconds',
    ])
      assert.deepEqual(workersOf(text, name), ['1', '2', '3'], name)
  })

  test('one that hangs does not hang the answer, and no counter falls for it', async () => {
    const [{ pid } = { pid: 0 }] = await begun(3)

    process.kill(pid, 'SIGSTOP')
    // It holds the connection that it is given: the others answer two.
    const text = await Promise.any([ask('/metrics'), ask('/metrics')]).finally(() => process.kill(pid, 'SIGCONT'))

    assert.equal(greetings(text), greeted)
    assert.equal(sumOf(text, 'twelvefold_workers', { state: 'told' }), 2)
    assert.equal(sumOf(text, 'twelvefold_workers', { state: 'silent' }), 1)
  })

  test('what one has counted stays when it ends, also what nobody had asked for yet', async () => {
    const [first] = await begun(3)
    await greetAll()

    process.kill(first?.pid ?? 0, 'SIGTERM')
    await begun(4)
    const text = await ask('/metrics')

    assert.equal(greetings(text), greeted)
    assert.equal(sumOf(text, 'twelvefold_worker_restarts_total'), 1)
    assert.deepEqual(workersOf(text, 'process_start_time_seconds'), ['2', '3', '4'])
  })

  test('one that was killed counts as it last did', async () => {
    const [, second] = await begun(4)
    await greetAll()
    await ask('/metrics')

    process.kill(second?.pid ?? 0, 'SIGKILL')
    await begun(5)

    assert.equal(greetings(await ask('/metrics')), greeted)
  })
})

test('where the primary does not answer, a worker says so instead of telling its own as the sum', async () => {
  const source = `
import { metricsReader } from './lib/observe/metrics/read-metrics.ts'
const metrics = { kit: () => [], snapshot: async () => ({ kit: [], runtime: [] }) }
await metricsReader(metrics, 50)('text/plain').catch(({ code }) => console.log(code))
process.disconnect()
`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    cwd: root,
    env: { ...process.env, TWELVEFOLD_METRICS_PRIMARY: String(process.pid) },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')

  assert.equal(Buffer.concat((await child.stdout?.toArray()) ?? []).toString(), 'service-unavailable\n')
  assert.deepEqual(await ended, [0, null])
})
