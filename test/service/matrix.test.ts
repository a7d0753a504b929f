import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Running, runNode } from '../fakes/command.ts'
import { packageName } from '../matrix/install-node.ts'

const root = join(import.meta.dirname, '../..')

/** Says that it is another version, has compiled the contracts at once, and is this Node for all else. */
const standIn = (version: string): string => `#!/bin/sh
case "$1" in
  --version) echo v${version} ;;
  lib/cli/main.ts) ;;
  *) exec '${process.execPath}' "$@" ;;
esac
`

function createFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-matrix-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The package of a version for this platform, unpacked in a folder. */
function writePackage(folder: string, version: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: packageName(), version }))
  writeFileSync(join(folder, 'bin/node'), standIn(version))
  chmodSync(join(folder, 'bin/node'), 0o755)
}

/** A folder in which versions are installed already. */
function createCache(context: TestContext, ...versions: string[]): string {
  const cache = createFolder(context)
  for (const version of versions) writePackage(join(cache, version, 'node_modules', packageName()), version)
  return cache
}

function writeTest(context: TestContext, body: string): string {
  const file = join(createFolder(context), 'example.test.mjs')
  const imports = `import assert from 'node:assert'\nimport { connect } from 'node:net'\nimport { test } from 'node:test'\n`
  writeFileSync(file, `${imports}${body}\n`)
  return file
}

function runMatrix(context: TestContext, args: string[], env: Record<string, string> = {}): Running {
  return runNode(context, root, ['test/matrix/main.ts', ...args], env)
}

test('what fails on one version is told, the next has its turn, and the table has both', async (context) => {
  const cache = createCache(context, '98.0.0', '99.0.0')
  const file = writeTest(
    context,
    `test('works everywhere', () => {})
test('works from 99 on', () => assert.equal(process.env.MATRIX_NODE, '99.0.0'))
test('is skipped', { skip: true }, () => {})`,
  )

  const matrix = runMatrix(context, ['--cache', cache, '--node', '98.0.0,99.0.0', file])

  assert.equal(await matrix.ended(), 1, matrix.output())
  assert.match(matrix.output(), /failed: works from 99 on \(\S*example\.test\.mjs:5\)/)
  assert.match(matrix.output(), /^98\.0\.0 +1 +1 +1 +\d+ +FAILED$/m)
  assert.match(matrix.output(), /^99\.0\.0 +2 +0 +1 +\d+ +all right$/m)
  assert.match(readFileSync(join(cache, '98.0.0/tests.log'), 'utf8'), /works everywhere/)
})

test('a run in which nothing can be tested fails', async (context) => {
  const cache = createCache(context, '99.0.0')

  const matrix = runMatrix(context, ['--cache', cache, '--node', '99.0.0', '/nowhere/x.test.ts'])

  assert.equal(await matrix.ended(), 1)
  assert.match(matrix.output(), /^99\.0\.0 .* FAILED$/m)
})

test('SIGINT ends the tests and all that they run in, with 130', async (context) => {
  const cache = createCache(context, '99.0.0')
  const server = createSocketServer().listen(0, '127.0.0.1')
  context.after(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const file = writeTest(context, `test('never ends', () => new Promise(() => connect(${port}, '127.0.0.1')))`)

  const matrix = runMatrix(context, ['--cache', cache, '--node', '99.0.0', file])
  const [socket] = await once(server, 'connection')
  matrix.child.kill('SIGINT')
  await once(socket.on('error', () => undefined).resume(), 'close')

  assert.equal(await matrix.ended(), 130, matrix.output())
  assert.match(matrix.output(), /Stopped\./)
})

/** A registry with two releases of Node 97. It counts what is downloaded of it. */
async function startRegistry(context: TestContext): Promise<{ server: Server; url: string; downloads: string[] }> {
  const folder = createFolder(context)
  const versions = ['97.9.0', '97.10.0']
  for (const version of versions) {
    writePackage(join(folder, version, 'package'), version)
    execFileSync('tar', ['-czf', join(folder, `${version}.tgz`), '-C', join(folder, version), 'package'])
  }
  const downloads: string[] = []
  const server = createServer(({ url: path = '' }, response) => {
    const [, file] = /\/(\d[\d.]+)\.tgz$/.exec(path) ?? []
    if (file !== undefined) {
      downloads.push(file)
      response.end(readFileSync(join(folder, `${file}.tgz`)))
      return
    }
    const name = path.slice(1)
    const released = versions.map((version) => [version, { name, version, dist: { tarball: `${url}/${version}.tgz` } }])
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ name, 'dist-tags': { latest: '97.10.0' }, versions: Object.fromEntries(released) }))
  }).listen(0, '127.0.0.1')
  context.after(() => server.close())
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { server, url, downloads }
}

test('the newest release is downloaded once; without a network it says so, and what is here can be named', async (context) => {
  const { server, url, downloads } = await startRegistry(context)
  const cache = join(createFolder(context), 'cache')
  const file = writeTest(context, `test('works', () => {})`)
  const run = async (node: string): Promise<{ code: number | null; output: string }> => {
    // Else npm would answer from its own cache.
    const env = { npm_config_registry: url, npm_config_cache: createFolder(context), npm_config_fetch_retries: '0' }
    const matrix = runMatrix(context, ['--cache', cache, '--node', node, file], env)
    const code = await matrix.ended()
    return { code, output: matrix.output() }
  }

  const first = await run('97,latest')
  assert.equal(first.code, 0, first.output)
  assert.match(first.output, /^97\.10\.0 +1 +0 +0 +\d+ +all right$/m)
  assert.deepEqual(readdirSync(cache), ['97.10.0'])

  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  const away = await run('97')
  assert.equal(away.code, 1)
  assert.match(away.output, /Node 97 is not known \(without a network, --node takes 97\.10\.0, which .* be reached \(/)

  const again = await run('97.10.0')
  assert.equal(again.code, 0, again.output)
  assert.deepEqual(downloads, ['97.10.0'])
})

test('what is no version is refused before anything runs', async (context) => {
  const matrix = runMatrix(context, ['--node', '22,newest'])

  assert.equal(await matrix.ended(), 1)
  assert.match(matrix.output(), /"newest" is no version/)
})
