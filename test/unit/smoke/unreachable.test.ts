import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { RunResult } from '../../../lib/smoke/result.ts'
import { runSmoke } from '../../../lib/smoke/run-smoke.ts'
import { waitUntilHealthy } from '../../../lib/smoke/wait-until-healthy.ts'
import { type Behaviour, startUpstream } from '../../fakes/upstream.ts'
import { loadShop } from './shop.ts'

async function run(context: TestContext, base: string, timeoutMs = 10_000): Promise<RunResult> {
  const contracts = await loadShop(context)
  return runSmoke({
    base,
    contracts,
    journeys: [],
    write: false,
    strict: false,
    timeoutMs,
    concurrency: 1,
  })
}

const reasons: Record<
  string,
  { script: Behaviour[]; toUrl?: (url: string) => string; says: RegExp; timeoutMs?: number }
> = {
  'a deployment that never answers': {
    script: ['hang'],
    timeoutMs: 100,
    says: /^no answer came: no answer within 100 ms$/,
  },
  'a connection that is cut': { script: ['reset'], says: /^no answer came: (?:other side closed|socket|.*ECONNRESET)/ },
  'a server that does not speak TLS': {
    script: [{ status: 200, body: {} }],
    toUrl: (url) => url.replace('http:', 'https:'),
    says: /^no answer came: .*(?:SSL|TLS|packet)/i,
  },
}
for (const [name, { script, toUrl = (url: string) => url, says, timeoutMs }] of Object.entries(reasons)) {
  test(`${name} is not reached, which is said once, with the reason`, async (context) => {
    const { url } = await startUpstream(context, script)

    const { reached, journeys } = await run(context, toUrl(url), timeoutMs)

    assert.equal(reached, false)
    assert.equal(journeys.length, 1)
    assert.match(journeys[0]?.steps[0]?.failure?.message ?? '', says)
  })
}

for (const [name, behaviour, says] of [
  [
    'a page',
    { status: 200, type: 'text/html', body: '<h1>Welcome</h1>' },
    'it answered something else than its version',
  ],
  [
    'bytes of no type',
    { status: 200, body: '<h1>', type: 'application/octet-stream' },
    'it answered something else than its version',
  ],
  ['an error', { status: 500, body: {} }, 'it answered 500'],
] as const) {
  test(`${name} for everything is a failure of the service`, async (context) => {
    const { url } = await startUpstream(context, [behaviour])

    const { reached, journeys } = await run(context, url)

    const failed = journeys.flatMap(({ steps }) => steps.filter(({ status }) => status === 'failed'))
    assert.equal(reached, true)
    assert.deepEqual(
      failed.map((step) => step.name),
      ['says its version'],
    )
    assert.equal(failed[0]?.failure?.message.split('\n')[0], says)
  })
}

test('waiting ends as soon as every service is healthy', async (context) => {
  const ill = { status: 503, body: {} }
  const { url, requests } = await startUpstream(context, [ill, { status: 200, body: {} }])
  const told: string[] = []

  await waitUntilHealthy({
    base: url,
    services: ['shop'],
    waitMs: 60_000,
    paceMs: 1,
    signal: new AbortController().signal,
    waiting: (left) => told.push(left.join()),
  })

  assert.deepEqual(told, ['shop'])
  assert.deepEqual(
    requests.map(({ target }) => target),
    ['/shop/-/health', '/shop/-/health'],
  )
})

test('waiting ends when its time is over, too', async (context) => {
  const { url, requests } = await startUpstream(context, [{ status: 503, body: {} }])
  const signal = new AbortController().signal

  await waitUntilHealthy({ base: url, services: ['shop'], waitMs: 300, paceMs: 5, signal })

  assert.ok(requests.length >= 1)
})
