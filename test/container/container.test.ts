import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Backing } from '../../lib/cloud-foundry/backing.ts'
import { readMemory } from '../../lib/cloud-foundry/memory-use.ts'
import { claimPort } from '../../lib/hosts/claim-port.ts'
import { start as startBacking } from '../fakes/backing-services.ts'
import { runCommand } from '../fakes/command.ts'
import { containerOf, podsOf, readBase, readSettings, root } from '../unit/kubernetes/manifests.ts'
import { buildImage, type Image } from './build-image.ts'
import { skip } from './programs.ts'
import { type RunningContainer, runContainer } from './run-container.ts'

const services = readdirSync(join(root, 'functions')).filter((name) =>
  existsSync(join(root, 'functions', name, 'openapi.yaml')),
)
const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
const pods = podsOf(readBase())

/** What pods of staging get, with what stands in for AWS and their own address in place of the real ones. */
function environmentAt(url: string, { instances }: Backing): Record<string, string> {
  const { store = {}, 'auth-client': client = {}, 'auth-signing-keys': keys = {} } = instances
  const fixed = (containerOf(readBase()).env ?? []).map(({ name, value = '' }) => [name, value])
  return {
    ...readSettings('staging'),
    ...Object.fromEntries(fixed),
    PORT: new URL(url).port,
    PUBLIC_URL: url,
    AUTH_ISSUER: `${url}/auth`,
    CATALOG_URL: url,
    ORDERS_URL: url,
    STORE_URL: String(store.url),
    CURSOR_SECRET: String(store['cursor-secret']),
    AUTH_CLIENT_ID: String(client.id),
    AUTH_CLIENT_SECRET: String(client.secret),
    AUTH_SIGNING_KEYS: JSON.stringify(keys.jwks),
    METRICS_TOKEN: 'only-for-a-test',
  }
}

/** Waits until a container answers. @throws where it ends before */
async function untilReady(url: string, container: RunningContainer): Promise<void> {
  for (;;) {
    const status = await fetch(`${url}/health/ready`).then(
      (answer) => answer.status,
      () => undefined,
    )
    if (status === 200) return
    if (container.child.exitCode !== null) throw new Error(container.output())
    await setTimeout(50)
  }
}

describe('the image', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-container-'))
  let image: Image & { close: () => void }

  before(() => {
    image = buildImage(root, folder, { VERSION: '7.7.7', COMMIT: commit })
  })

  after(() => {
    image?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  function run(
    context: TestContext,
    env: Record<string, string>,
    args: readonly string[] = image.config.Cmd,
  ): RunningContainer {
    const container = runContainer(image, pods, env, { folder, args })
    context.after(async () => {
      if (container.child.exitCode === null) container.signal('KILL')
      await container.ended
    })
    return container
  }

  test('it has Node and dist/, no shell, and says what it is', () => {
    const { config, root: files } = image

    assert.deepEqual(
      readdirSync(join(files, 'app'))
        .filter((name) => name !== '.cfignore')
        .sort(),
      ['chunks', 'docs-assets', 'env', 'package.json', 'server.js', 'sql-wasm.wasm'],
    )
    assert.ok(!existsSync(join(files, 'bin')) && !existsSync(join(files, 'usr')))
    assert.equal(config.User, `${pods.securityContext?.runAsUser}:${pods.securityContext?.runAsGroup}`)
    assert.deepEqual(Object.keys(config.ExposedPorts), [`${containerOf(readBase()).ports?.[0]?.containerPort}/tcp`])
    assert.equal(config.StopSignal, 'SIGTERM')
    assert.equal(config.Labels['org.opencontainers.image.version'], '7.7.7')
    assert.equal(config.Labels['org.opencontainers.image.revision'], commit)
  })

  test('in it nothing can be written, by a process with no right', async (context) => {
    const script = `
      const { writeFileSync } = require('node:fs')
      const write = (path) => { try { writeFileSync(path + '/x', ''); return 'written' } catch (error) { return error.code } }
      console.log(['/app', '/tmp', '/dev', '/etc', '/sys'].map(write).join(), process.getuid(), process.getgid())
      console.log(require('node:fs').readFileSync('/proc/self/status', 'utf8').match(/^(?:CapBnd|NoNewPrivs):.*/gm).join(' '))`

    const { ended, output } = run(context, {}, ['-e', script])

    assert.equal(await ended, 0, output())
    assert.match(output(), /^EROFS,EROFS,EACCES,EROFS,EROFS 65532 65532$/m)
    assert.match(output(), /CapBnd:\s+0+ NoNewPrivs:\s+1$/m)
  })

  test('it serves the shop out of DynamoDB in its memory, passes the journeys, and ends when it is told to', async (context) => {
    const url = `http://localhost:${await claimPort(0)}`
    const backing = await startBacking({ url, services, environment: 'staging' })
    context.after(() => backing.close?.())
    const container = run(context, environmentAt(url, backing))
    await untilReady(url, container)
    const pid = container.pid()

    const { clientId = '', clientSecret = '' } = backing.smoke ?? {}
    const smoke = runCommand(context, root, ['smoke', url, '--write'], {
      SMOKE_CLIENT_ID: clientId,
      SMOKE_CLIENT_SECRET: clientSecret,
    })
    const code = await smoke.ended()
    const version = (await (await fetch(`${url}/hello/-/version`)).json()) as object
    const peak = readMemory(pid)?.peak ?? 0
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const began = performance.now()
    container.signal('TERM')
    const end = await container.ended
    const took = performance.now() - began

    context.diagnostic(`memory at most ${Math.round(peak / 2 ** 20)} MB; it ended in ${Math.round(took)} ms`)
    assert.equal(code, 0, smoke.output())
    assert.deepEqual(version, { service: 'hello', version: '7.7.7', commit })
    assert.match(status, /^Uid:\s+65532\s+65532/m)
    assert.ok(peak > 40 * 2 ** 20 && peak < 128 * 2 ** 20, String(peak))
    assert.equal(end, 0, container.output())
    assert.ok(took < Number(containerOf(readBase()).env?.find(({ name }) => name === 'SHUTDOWN_TIMEOUT_MS')?.value))
  })

  test('what is more than its memory ends it', async (context) => {
    const script = 'const kept = []; for (;;) kept.push(Buffer.alloc(2 ** 20, 1))'

    const { ended } = run(context, {}, ['-e', script])

    assert.equal(await ended, 137)
  })

  test('without its variables it says which, and ends with 78', async (context) => {
    const { ended, output } = run(context, {})

    assert.equal(await ended, 78)
    assert.match(output(), /STORE_URL/)
    assert.match(output(), /CURSOR_SECRET/)
  })

  test('the embedded store finds no place in it', async (context) => {
    const { ended, output } = run(context, {
      SERVICES: 'colors',
      STORE_URL: 'sqljs:.data/',
      CURSOR_SECRET: 'x'.repeat(32),
    })

    assert.equal(await ended, 78)
    assert.match(output(), /STORE_URL: names the folder \.data\/, which cannot be made/)
  })
})
