/** The tests of the services that keep data, on every store: which one says the environment, and nothing else. */
import assert from 'node:assert/strict'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { runCommand, runNode } from '../fakes/command.ts'
import { startDynamodb } from '../fakes/dynamodb.ts'

const root = join(import.meta.dirname, '..', '..')
/** Of the services that keep data; of the authorization server those that keep to what stores may do differently. */
const tests = globSync('test/unit/{catalog,colors,orders}/*.test.ts', { cwd: root })
const onDynamodb = [
  ...tests,
  ...['account', 'code-flow', 'erasure'].map((name) => `test/unit/auth-server/${name}.test.ts`),
]

/** Each file of tests has a store of its own, as it has in memory. */
async function runTests(
  context: TestContext,
  files: readonly string[],
  storeOf: (file: string) => Promise<string>,
): Promise<void> {
  assert.ok(files.length > 1)
  for (const file of files) {
    const running = runNode(context, root, ['--test', '--test-reporter=spec', file], {
      ENV: 'test',
      STORE_URL: await storeOf(file),
    })

    const code = await running.ended()

    assert.equal(code, 0, running.output())
    assert.match(running.output(), /^ℹ pass [1-9]/m)
  }
}

test('the services do the same on the embedded store in a folder', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-services-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))

  await runTests(context, tests, async (file) => `sqljs:${join(folder, basename(file))}`)
})

test('the services do the same on DynamoDB', async (context) => {
  const { url, close } = await startDynamodb()
  context.after(close)

  await runTests(context, onDynamodb, async (file) => {
    const store = url(basename(file, '.test.ts'))
    const created = runCommand(context, root, ['store', 'create'], { ENV: 'test', STORE_URL: store })
    assert.equal(await created.ended(), 0, created.output())
    return store
  })
})
