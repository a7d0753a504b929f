import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { readTexts } from '../../packaging/read-texts.ts'
import { runNode } from '../fakes/command.ts'
import { startDynamodb } from '../fakes/dynamodb.ts'
import { initProject, type PackedProject } from '../fakes/packed-project.ts'
import type { HttpRequest, HttpResponse } from '../parity/hosts/host.ts'
import { callServer } from '../parity/hosts/http-client.ts'
import { openFrontDoor } from '../parity/hosts/lambda.ts'
import { startFunctions } from '../parity/hosts/lambda-functions.ts'
import { unpackProject } from '../parity/hosts/lambda-package.ts'

describe('a project that the packed kit has made', () => {
  let project: PackedProject
  let main: string
  before(() => {
    project = initProject('shop')
    main = join(project.kit, 'lib/cli/main.js')
  })
  after(() => project.remove())

  test('the kit is JavaScript, and depends on what it imports and on nothing else of this repository', () => {
    const manifest = JSON.parse(readFileSync(join(project.kit, 'package.json'), 'utf8'))
    const { dependencies } = manifest as { dependencies: Record<string, string> }
    const imported = readTexts(join(project.kit, 'lib'), /\.(?:js|cjs|d\.ts)$/)
      .flatMap((text) => [...text.matchAll(/^(?:import|export)\b[^'"\n]*from '([^'./#:][^':]*)'/gm)])
      .map(([, specifier = '']) => specifier)
      .filter((specifier) => !specifier.startsWith('twelvefold'))
      .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'))

    assert.ok(imported.includes('esbuild'))
    for (const name of new Set(imported))
      assert.ok(name in dependencies || `@types/${name}` in dependencies, `${name} is no dependency`)
    assert.ok(!('@node-oauth/oauth2-server' in dependencies), 'a dependency of a service')
    assert.equal(manifest.private, undefined)
    assert.doesNotMatch(JSON.stringify([manifest.exports, manifest.bin]), /\.ts"/)
  })

  test('it makes the next project from the tarball that it has, and asks for one elsewhere', async (context) => {
    const again = runNode(context, project.root, [main, 'init', 'next', '--dry-run'])
    assert.equal(await again.ended(), 0, again.output())
    assert.match(again.output(), /vendor\/twelvefold-\d+\.\d+\.\d+\.tgz/)

    const elsewhere = runNode(context, join(project.root, 'env'), [main, 'init', 'next', '--dry-run'])
    assert.equal(await elsewhere.ended(), 1)
    assert.match(elsewhere.output(), /The packed kit was not found\. Name it with --kit/)
  })

  for (const script of ['test', 'check'])
    test(`npm ${script === 'test' ? 'test' : 'run check'} passes, untouched`, async () => {
      const { code, output } = await runScript(project.root, script)

      assert.equal(code, 0, output)
      assert.match(output, script === 'test' ? /pass 10\b/ : /1 contracts, 3 operations: all right/)
    })

  test('npm run stage writes the manifest, and passes in the memory that it says', async () => {
    const { code, output } = await runScript(project.root, 'stage')

    assert.equal(code, 0, output)
    assert.match(
      output,
      /^written: manifest\.yml, Procfile\nshop\n(?: .*\n)+ {2}journeys +\d+ passed, 0 warned, 0 failed/m,
    )
  })

  test('the documentation comes with the kit: every page that it names', () => {
    const named = readTexts(join(project.kit, 'lib'), /\.js$/).flatMap(
      (text) => text.match(/\bdocs\/\w+\/[\w-]+\.md\b/g) ?? [],
    )

    assert.ok(named.includes('docs/guides/cloud-foundry.md'))
    for (const page of new Set(named)) assert.ok(existsSync(join(project.kit, page)), page)
  })

  test('commands that read files of the kit find them', async (context) => {
    const commands = [
      ['sdk', 'notes'],
      ['manifest'],
      ['shell', '-e', '(await call.listNotes()).status'],
      ['diff', '--help'],
    ]
    for (const command of commands) {
      const run = runNode(context, project.root, [main, ...command], memory)
      assert.equal(await run.ended(), 0, `${command.join(' ')}: ${run.output()}`)
    }
  })

  test('on the offline host it answers', async (context) => {
    const host = runNode(context, project.root, [main, 'start'], memory)
    const [, port] = await host.printed(/1 services at http:\/\/[\w.-]+:(\d+)/)

    await answers((request) => callServer(Number(port), request))
  })

  test('on the process host it answers', async (context) => {
    const build = runNode(context, project.root, [main, 'build'])
    assert.equal(await build.ended(), 0, build.output())
    const host = runNode(context, project.root, ['dist/server.js'], memory)
    const [, port] = await host.printed(/"port":(\d+)/)

    await answers((request) => callServer(Number(port), request))
  })

  test('on the lambda host it answers, from the tables that its collections ask for', async (context) => {
    const dynamodb = await startDynamodb()
    context.after(dynamodb.close)
    const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
    const variables = { STORE_URL: dynamodb.url('shop'), ...credentials }
    for (const command of [['store', 'create'], ['package']]) {
      const run = runNode(context, project.root, [main, ...command], variables)
      assert.equal(await run.ended(), 0, run.output())
    }
    const packaged = unpackProject(project.root)
    context.after(packaged.remove)
    // What functions do not use is left out by the names of the kit's files, and those have changed.
    const texts = [...packaged.functions.values()].map(({ file }) => readTexts(dirname(file), /\.mjs$/).join('\n'))
    assert.ok(texts.some((text) => text.includes('the embedded store is not part of a function')))
    assert.ok(texts.every((text) => !text.includes('sql-wasm')))
    const functions = startFunctions(packaged, { ...variables, NODE_TEST_CONTEXT: '' })
    context.after(functions.stop)

    await answers(openFrontDoor('lambda-http', packaged, functions).request)
  })
})

const memory = { PORT: '0', HOST: '127.0.0.1', STORE_URL: 'sqljs::memory:' }

/** What the contract of its service promises, asked of a host. */
async function answers(request: (request: HttpRequest) => Promise<HttpResponse>): Promise<void> {
  const call = async (method: string, target: string, sent?: object) => {
    const headers = sent === undefined ? [] : ([['content-type', 'application/json']] as const)
    const body = sent === undefined ? undefined : Buffer.from(JSON.stringify(sent))
    const answer = await request({ method, target, headers, body })
    const type = answer.headers.find(([name]) => name === 'content-type')?.[1] ?? ''
    return { ...answer, json: /json/.test(type) ? JSON.parse(answer.body.toString()) : undefined }
  }

  const added = await call('POST', '/notes', { name: 'Mine' })
  assert.equal(added.status, 201)
  const location = added.headers.find(([name]) => name === 'location')?.[1] ?? ''
  const found = await call('GET', location)
  assert.equal(found.status, 200)
  assert.deepEqual(found.json, added.json)
  const listed = await call('GET', '/notes?limit=100')
  assert.ok(listed.json.some(({ noteId }: { noteId: string }) => noteId === added.json.noteId))
  const refused = await call('POST', '/notes', { name: '' })
  assert.equal(refused.status, 400)
  assert.equal(refused.json.errors[0].pointer, '/name')
  assert.equal((await call('GET', '/notes/-/version')).json.version, '0.1.0')
  assert.equal((await call('GET', '/docs')).status, 200)
  assert.equal((await call('GET', '/docs/portal.css')).status, 200)
  assert.equal((await call('GET', '/nothing')).status, 404)
}

async function runScript(cwd: string, script: string): Promise<{ code: number | null; output: string }> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const child = spawn('npm', ['run', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}
