/** The tests of the services that keep data, on every store: which one says the environment, and nothing else. */
import assert from 'node:assert/strict'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { runCommand, runNode } from '../fakes/command.ts'
import { startDynamodb } from '../fakes/dynamodb.ts'

const root = join(import.meta.dirname, '..', '..')
/** Of all services that keep data; without those that choose their store themselves, or read no store at all. */
const tests = globSync('test/unit/{auth-server,catalog,colors,orders}/*.test.ts', { cwd: root }).filter(
  (file) => !/auth-server.(?:passwords|production|security-reference)\.test\.ts$/.test(file),
)

/** Each file of tests has a store of its own, as it has in memory. */
async function runTests(context: TestContext, storeOf: (file: string) => Promise<string>): Promise<void> {
  assert.ok(tests.length > 1)
  const left = [...tests]
  const lane = async (): Promise<void> => {
    for (let file = left.shift(); file !== undefined; file = left.shift()) {
      const running = runNode(context, root, ['--test', file], { ENV: 'test', STORE_URL: await storeOf(file) })

      const code = await running.ended()

      assert.equal(code, 0, running.output())
      assert.match(running.output(), /^ℹ pass [1-9]/m)
    }
  }
  await Promise.all([lane(), lane()])
}

test('the services do the same on the embedded store in a folder', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-services-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))

  await runTests(context, async (file) => `sqljs:${join(folder, basename(file))}`)
})

test('the services do the same on DynamoDB', async (context) => {
  const { url, close } = await startDynamodb()
  context.after(close)

  await runTests(context, async (file) => {
    const store = url(basename(file, '.test.ts'))
    const created = runCommand(context, root, ['store', 'create'], { ENV: 'test', STORE_URL: store })
    assert.equal(await created.ended(), 0, created.output())
    return store
  })
})
