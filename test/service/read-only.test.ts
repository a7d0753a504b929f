import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { runCommand } from '../fakes/command.ts'
import { startDynamodb } from '../fakes/dynamodb.ts'
import { buildServer } from '../parity/hosts/process.ts'
import { untilExit } from '../parity/hosts/run.ts'
import { environment, type Workspace } from '../parity/hosts/workspace.ts'

const root = join(import.meta.dirname, '..', '..')
let services: Workspace

before(async () => {
  services = await buildServer('services')
})

after(() => services.remove())

interface Started {
  /** Where it answers; undefined where it ends first. */
  url: string | undefined
  text: () => string
  stop: () => Promise<number | null>
}

/** From 25 on Node asks for that right, too. */
const network = process.allowedNodeEnvironmentFlags.has('--allow-net') ? ['--allow-net'] : []

/** Starts `dist/` by itself: it may read nothing else, write nothing, start nothing. Node throws at whatever tries. */
async function start(context: TestContext, variables: Record<string, string>): Promise<Started> {
  const dist = join(services.root, 'dist')
  const child = spawn(process.execPath, ['--permission', `--allow-fs-read=${dist}`, ...network, 'server.js'], {
    cwd: dist,
    env: environment({ ENV: 'production', SERVICES: 'colors', CURSOR_SECRET: 'x'.repeat(32), ...variables }),
  })
  const ended = untilExit(child)
  context.after(() => child.kill('SIGKILL'))
  let text = ''
  const listening = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        text += chunk
        const [, port] = /"port":(\d+).*"msg":"listening"/.exec(text) ?? []
        if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
      })
  })
  const url = await Promise.race([listening, ended.then(() => undefined)])
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM')
    return ended
  }
  return { url, text: () => text, stop }
}

test('a process whose store is elsewhere writes nothing and starts nothing: its root can be read-only', async (context) => {
  const dynamodb = await startDynamodb()
  context.after(dynamodb.close)
  const STORE_URL = dynamodb.url('read-only')
  const created = runCommand(context, root, ['store', 'create'], { ENV: 'test', SERVICES: 'colors', STORE_URL })
  assert.equal(await created.ended(), 0, created.output())

  const { url, text, stop } = await start(context, { STORE_URL })
  const ask = async (path: string, init?: RequestInit): Promise<number> => (await fetch(url + path, init)).status
  const answers = [
    await ask('/health/ready'),
    await ask('/colors', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"teal","hex":"#008080","palette":"cold"}',
    }),
    await ask('/colors'),
    await ask('/docs'),
    await ask('/metrics'),
  ]
  const code = await stop()

  assert.deepEqual(answers, [200, 201, 200, 200, 200], text())
  assert.equal(code, 0, text())
  assert.doesNotMatch(text(), /ERR_ACCESS_DENIED|"level":"(?:error|fatal|warn)"/)
})

test('the embedded store cannot be without a folder to write: it is refused, by name', async (context) => {
  const { text, stop } = await start(context, { STORE_URL: 'sqljs:.data/' })

  assert.equal(await stop(), 78)
  assert.match(text(), /STORE_URL/)
})
