import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { runNode } from '../../../fakes/command.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')

/** Loads a service as a host does and calls it. @returns what was loaded of OpenTelemetry, and whether traces are followed */
async function loadedBy(
  context: TestContext,
  env: Record<string, string>,
): Promise<{ files: string[]; follows: boolean }> {
  const source = `
import { createRequire } from 'node:module'
import { isFollowing } from './lib/observe/current-trace.ts'
import { loadApplication } from './lib/hosts/application.ts'
import { eventOf } from './test/fakes/event.ts'
const { router } = await loadApplication(await import('./generated/app.js'))
const event = eventOf({ path: '/hello/Ada', params: { name: 'Ada' } })
const { statusCode } = await router.match('/hello/Ada').methods.GET(event, {})
if (statusCode !== 200) throw new Error('it answers ' + statusCode)
const files = Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes('@opentelemetry'))
console.log(JSON.stringify({ files, follows: isFollowing() }))
process.exit()
`
  const run = runNode(context, root, ['--input-type=module', '-e', source], { ENV: 'test', SERVICES: 'hello', ...env })
  assert.equal(await run.ended(), 0, run.output())
  return JSON.parse(run.output()) as { files: string[]; follows: boolean }
}

test('where traces are off nothing of OpenTelemetry is loaded, and no request is followed', async (context) => {
  assert.deepEqual(await loadedBy(context, {}), { files: [], follows: false })

  const { files, follows } = await loadedBy(context, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' })
  assert.ok(files.length > 10, 'this test sees what is loaded')
  assert.equal(follows, true)
})
