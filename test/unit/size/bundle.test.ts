import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { build } from 'esbuild'
import { bundleOptions } from '../../../lib/build/bundle.ts'
import { openProject } from '../../../lib/contract/project.ts'

const folder = mkdtempSync(join(tmpdir(), 'twelvefold-bundle-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** Bundles a module as the kit bundles a function, and runs it. @returns what it prints */
async function run(contents: string): Promise<string> {
  const project = openProject()
  await build({
    ...bundleOptions(project),
    stdin: { contents, resolveDir: project.root },
    entryNames: 'entry',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  })
  return execFileSync(process.execPath, [join(folder, 'entry.mjs')], { encoding: 'utf8' })
}

test('a built-in module is loaded when its first function is called', async () => {
  const printed = await run(`
    import { createServer } from 'node:http'
    const isLoaded = () => process.moduleLoadList.includes('NativeModule _http_server')
    const before = isLoaded()
    createServer()
    console.log(before, isLoaded())
  `)

  assert.equal(printed, 'false true\n')
})

test('classes, constants and functions with properties of built-in modules are what they are', async () => {
  const printed = await run(`
    import { EventEmitter } from 'node:events'
    import { exec } from 'node:child_process'
    import { promisify } from 'node:util'
    import { constants } from 'node:os'
    import path, { sep } from 'node:path'
    class Bus extends EventEmitter {}
    const { stdout } = await promisify(exec)('echo heard')
    new Bus().on('said', (text) => console.log(text, constants.signals.SIGTERM, path.sep === sep)).emit('said', stdout.trim())
  `)

  assert.equal(printed, 'heard 15 true\n')
})

test('a logger in a bundle writes its lines at once, circular objects included', async () => {
  const printed = await run(`
    import { pino } from 'pino'
    const request = { url: '/hello' }
    request.self = request
    pino({ base: null, timestamp: false }, pino.destination({ fd: 1, sync: true })).info({ request }, 'called')
    process.exit()
  `)

  assert.deepEqual(JSON.parse(printed), { level: 30, request: { url: '/hello', self: '[Circular]' }, msg: 'called' })
})

test('a transport, which no bundle can have, is refused in words', async () => {
  const printed = await run(`
    import pino from 'pino'
    try { pino({ transport: { target: 'pino/file' } }) } catch (error) { console.log(error.message) }
  `)

  assert.equal(printed, 'pino.transport does not work in a bundle: use the logger of twelvefold\n')
})
