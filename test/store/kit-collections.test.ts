/** What the kit itself keeps in the store, on DynamoDB: by the tests that it passes in memory, and by several processes. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runNode } from '../fakes/command.ts'
import { type FakeDynamodb, makeTable, startDynamodb } from '../fakes/dynamodb.ts'

const root = join(import.meta.dirname, '..', '..')
let dynamodb: FakeDynamodb

before(async () => {
  dynamodb = await startDynamodb()
})
after(() => dynamodb.close())

async function makeStore(prefix: string): Promise<{ ENV: string; STORE_URL: string }> {
  const url = dynamodb.url(prefix)
  await makeTable(url, 'idempotency-keys', [])
  await makeTable(url, 'rate-limits', [])
  return { ENV: 'test', STORE_URL: url }
}

for (const name of ['idempotency', 'rate-limit-store']) {
  test(`C10 D05 the tests of ${name} pass on DynamoDB`, async (context) => {
    const environment = await makeStore(name)

    const running = runNode(
      context,
      root,
      ['--test', '--test-reporter=spec', `test/unit/endpoint/${name}.test.ts`],
      environment,
    )

    assert.equal(await running.ended(), 0, running.output())
    assert.match(running.output(), /^ℹ pass [1-9]/m)
  })
}

/** Runs a module in two processes at once. @returns what each prints as JSON */
async function runTwice<Printed>(context: Parameters<typeof runNode>[0], name: string, source: string) {
  const environment = await makeStore(name)
  const processes = [1, 2].map(() => runNode(context, root, ['--input-type=module', '--eval', source], environment))
  return Promise.all(
    processes.map(async ({ printed, ended, output }) => {
      const [line] = await printed(/^\{.*\}$/m)
      assert.equal(await ended(), 0, output())
      return JSON.parse(line) as Printed
    }),
  )
}

test('C10 two processes on one DynamoDB share the counts of a rate limit', async (context) => {
  const counts = await runTwice<{ allowed: number }>(
    context,
    'limited',
    `import { openLimiter } from './lib/endpoint/rate-limiter.ts'
    import { closeStore } from './lib/store/store.ts'
    const limiter = await openLimiter('shop.getIt', { rate: 10, seconds: 3600, burst: 3, per: 'client' }, 'store')
    const counted = await Promise.all(Array.from({ length: 20 }, () => limiter('192.0.2.1')))
    console.log(JSON.stringify({ allowed: counted.filter(({ allowed }) => allowed).length }))
    await closeStore()`,
  )

  const [first = 0, second = 0] = counts.map(({ allowed }) => allowed)
  assert.equal(first + second, 13)
})

test('D05 of the same key in two processes on one DynamoDB one is carried out', async (context) => {
  const answers = await runTwice<{ states: string[] }>(
    context,
    'repeated',
    `import { claimKey } from './lib/endpoint/idempotency-records.ts'
    import { closeStore } from './lib/store/store.ts'
    const claimed = await Promise.all(Array.from({ length: 10 }, () => claimKey('shop:1', 'print', 60_000)))
    console.log(JSON.stringify({ states: claimed.map(({ state }) => state) }))
    await closeStore()`,
  )

  const states = answers.flatMap((answer) => answer.states)
  assert.equal(states.filter((state) => state === 'ours').length, 1)
  assert.equal(states.filter((state) => state === 'running').length, 19)
})
