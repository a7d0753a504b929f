import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventOf } from '../../fakes/event.ts'

process.env.ENV = 'test'
process.env.LOG_LEVEL = 'silent'
const { probeEndpoints, sayStopping } = await import('../../../lib/hosts/probes.ts')

interface Answer {
  status: number
  checks?: { name: string; status: string; ms: number }[]
  detail?: string
}

/** A caller of both probes over the given checks. */
function probe(checks: Parameters<typeof probeEndpoints>[0]): (name: 'live' | 'ready') => Promise<Answer> {
  const endpoints = probeEndpoints(checks)
  return async (name) => {
    const path = `/health/${name}`
    const found = endpoints.find(({ operation }) => operation.path === path)
    assert.ok(found, path)
    const answer = await found.handler(eventOf({ path }), {})
    assert.equal(answer.headers['cache-control'], 'no-store')
    return { ...JSON.parse(answer.body ?? '{}'), status: answer.statusCode }
  }
}

const well = { name: 'well', run: async () => undefined }

test('E06 a process whose checks hold is live and ready, and says how long each took', async () => {
  const ask = probe([well])

  assert.equal((await ask('live')).status, 200)
  const { status, checks } = await ask('ready')
  assert.equal(status, 200)
  assert.deepEqual(
    checks?.map(({ name, status }) => [name, status]),
    [['well', 'ok']],
  )
  assert.equal(typeof checks?.[0]?.ms, 'number')
})

for (const [name, run] of [
  ['says what is wrong', async () => 'disk full at /srv/data'],
  ['throws', async () => Promise.reject(new Error('10.0.0.7 refuses'))],
] as const) {
  test(`E06 a check that ${name} makes the process unready, not dead, and its reason stays in the log`, async () => {
    const ask = probe([well, { name: 'store', run }])

    const ready = await ask('ready')

    assert.equal(ready.status, 503)
    assert.deepEqual(
      ready.checks?.map(({ name, status }) => [name, status]),
      [
        ['well', 'ok'],
        ['store', 'failed'],
      ],
    )
    assert.doesNotMatch(JSON.stringify(ready), /disk|10\.0/)
    assert.equal((await ask('live')).status, 200)
  })
}

test('a check that hangs fails after a second', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const answer = probe([{ name: 'store', run: () => new Promise(() => undefined) }])('ready')

  context.mock.timers.tick(1_000)

  assert.equal((await answer).status, 503)
})

test('checks run at most once a second, however often they are asked for', async () => {
  let runs = 0
  const ask = probe([{ name: 'store', run: async () => void runs++ }])

  await Promise.all([ask('ready'), ask('ready'), ask('ready')])
  await ask('ready')

  assert.equal(runs, 1)
})

test('E07 a process that is about to end is not ready, and is still live', async () => {
  const ask = probe([well])

  sayStopping()

  const ready = await ask('ready')
  assert.equal(ready.status, 503)
  assert.equal(ready.detail, 'The process is about to end.')
  assert.equal((await ask('live')).status, 200)
})
