import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, request as send } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { listServices, openProject } from '../../lib/contract/project.ts'
import { buildServer, type ProcessHost, spawnServer, startServer } from '../parity/hosts/process.ts'
import { openSocket, untilRefused } from '../parity/hosts/raw-socket.ts'
import { untilExit } from '../parity/hosts/run.ts'
import type { Workspace } from '../parity/hosts/workspace.ts'

let fixture: Workspace
let services: Workspace

before(async () => {
  ;[fixture, services] = await Promise.all([buildServer('fixture'), buildServer('services')])
})

after(() => {
  fixture.remove()
  services.remove()
})

/** A server that is gone when its test ends, however it ends. */
async function start(
  t: TestContext,
  variables: Record<string, string> = {},
  workspace = fixture,
): Promise<ProcessHost> {
  const host = await startServer(workspace, { ENV: 'test', ...variables })
  t.after(() => host.child.kill('SIGKILL'))
  return host
}

const get = (target: string) => ({ method: 'GET', target, headers: [] })

/** Runs a server to its end: what it says, its exit code, and how long that took. */
async function runToEnd(
  workspace: Workspace,
  variables: Record<string, string>,
): Promise<{ code: number | null; text: string; ms: number }> {
  const started = performance.now()
  const { child, lines } = spawnServer(workspace, variables)
  const code = await untilExit(child)
  return { code, text: lines.text(), ms: performance.now() - started }
}

test('E07 SIGTERM under load: every request is answered, and the process ends with 0', async (t) => {
  const host = await start(t)
  const ended = untilExit(host.child)
  const statuses = new Map<number, number>()
  let enough = (): void => {}
  const loaded = new Promise<void>((resolve) => {
    enough = resolve
  })

  const clients = Array.from({ length: 20 }, (_, number) =>
    keepCalling(host.port, `/fixture/wait?ms=${number}`, (status) => {
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (statuses.get(200) === 500) enough()
    }),
  )
  await loaded
  host.child.kill('SIGTERM')
  await Promise.all(clients)
  const code = await ended

  assert.deepEqual([...statuses.keys()], [200])
  assert.equal(code, 0)
})

/** Calls over one connection again and again, until the server says that it closes it. */
async function keepCalling(port: number, path: string, onStatus: (status: number) => void): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (let last = false; !last; ) {
    last = await new Promise<boolean>((resolve, reject) => {
      const call = send({ port, host: '127.0.0.1', path, agent }, (response) => {
        response.resume()
        response.on('error', reject)
        response.on('end', () => {
          onStatus(response.statusCode ?? 0)
          resolve(response.headers.connection === 'close')
        })
      })
      call.on('error', reject)
      call.end()
    })
  }
  agent.destroy()
}

test('E07 after SIGTERM a request under way is answered, and asks its client to close', async (t) => {
  const host = await start(t)
  const ended = untilExit(host.child)
  const client = await openSocket(host.port)

  client.write('GET /fixture/wait?ms=300 HTTP/1.1\r\nhost: a\r\n\r\n')
  await host.request(get('/fixture/note'))
  host.child.kill('SIGTERM')
  const response = await client.read()
  const code = await ended

  assert.deepEqual(JSON.parse(response.body), { waited: 300 })
  assert.equal(response.headers.connection, 'close')
  assert.equal(code, 0)
})

test('E07 after SIGTERM the process says that it is not ready', async (t) => {
  const host = await start(t)
  const ended = untilExit(host.child)
  const client = await openSocket(host.port)
  const ask = async (): Promise<number> => {
    client.write('GET /health/ready HTTP/1.1\r\nhost: a\r\n\r\n')
    return (await client.read()).status
  }

  const before = await ask()
  host.child.kill('SIGTERM')
  let status = before
  // The signal takes a moment; the first answer after it closes the connection.
  while (status === 200) status = await ask()

  assert.equal(before, 200)
  assert.equal(status, 503)
  assert.equal(await ended, 0)
})

test('E07 an idle connection does not keep the process', async (t) => {
  const host = await start(t)
  const client = await openSocket(host.port)

  client.write('GET /fixture/note HTTP/1.1\r\nhost: a\r\n\r\n')
  await client.read()
  await host.stop()

  await client.closed
  assert.equal(host.child.exitCode, 0)
})

test('E07 a second SIGTERM ends the process at once', async (t) => {
  const host = await start(t)
  const ended = untilExit(host.child)
  const client = await openSocket(host.port)

  client.write('GET /fixture/wait?ms=10000 HTTP/1.1\r\nhost: a\r\n\r\n')
  await host.request(get('/fixture/note'))
  host.child.kill('SIGTERM')
  await untilRefused(host.port)
  const again = performance.now()
  host.child.kill('SIGTERM')
  const code = await ended

  assert.equal(code, 1)
  assert.ok(performance.now() - again < 1_000)
})

test('E07 a request that takes longer than the deadline does not keep the process', async (t) => {
  const host = await start(t, { SHUTDOWN_TIMEOUT_MS: '200' })
  const ended = untilExit(host.child)
  const client = await openSocket(host.port)

  client.write('GET /fixture/wait?ms=10000 HTTP/1.1\r\nhost: a\r\n\r\n')
  await host.request(get('/fixture/note'))
  host.child.kill('SIGTERM')
  const code = await ended

  assert.equal(code, 1)
  const line = await host.logged(({ level }) => level === 'warn')
  assert.match(line.msg ?? '', /SHUTDOWN_TIMEOUT_MS/)
})

test('a port that is taken is named, and the process ends with 1', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }

  const { code, text } = await runToEnd(fixture, { ENV: 'test', PORT: String(port) })

  assert.equal(code, 1)
  assert.equal(text, `The port ${port} is taken. Set PORT to another one.`)
  other.close()
})

test('E01 a wrong configuration: every fault of every service and of the kit, exit code 78, within half a second', async () => {
  const wrong = { ENV: 'test', LOG_LEVEL: 'loud', BODY_LIMIT: '-1', FIXTURE_KEY: '', FIXTURE_LIMIT: '0', DOCS: 'maybe' }

  const { code, text, ms } = await runToEnd(fixture, wrong)
  // Whatever else this machine is doing, one of a few starts has it to itself.
  let fastest = ms
  for (let again = 0; again < 5 && fastest >= 500; again++)
    fastest = Math.min(fastest, (await runToEnd(fixture, wrong)).ms)

  assert.equal(code, 78)
  assert.deepEqual(text.split('\n'), [
    'The configuration is wrong:',
    'BODY_LIMIT: must be a whole number of at least 0, is "-1"',
    'DOCS: must be on or off, is "maybe"',
    'FIXTURE_KEY: is required (a secret without which the service does not start)',
    'FIXTURE_LIMIT: must be a whole number from 1 to 9, is "0"',
    'LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent, is "loud"',
  ])
  assert.ok(fastest < 500, `it took ${fastest} ms`)
})

test('SERVICES picks what a process serves', async (t) => {
  const host = await start(t, { SERVICES: 'hello' }, services)

  const hello = await host.request(get('/hello'))
  const time = await host.request(get('/time'))
  const page = await host.request(get('/docs'))

  assert.deepEqual([hello.status, time.status], [200, 404])
  assert.match(page.body.toString(), /Hello/)
  assert.doesNotMatch(page.body.toString(), /Addition/)
})

test('SERVICES that names what is no service is refused, with the names that there are', async () => {
  const { code, text } = await runToEnd(services, { ENV: 'test', SERVICES: 'hello,nope' })

  assert.equal(code, 78)
  const known = listServices(openProject(join(import.meta.dirname, '..', '..')))
  assert.match(text, new RegExp(`SERVICES: .*nope.*${known.join(', ')}`, 's'))
})
