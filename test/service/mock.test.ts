import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { type Running, runCommand } from '../fakes/command.ts'
import { contract, createProject } from '../fakes/project.ts'

const fakes = join(import.meta.dirname, '..', 'fakes')
const petstore = join(fakes, 'petstore-3.0.yaml')

function createFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

interface Mocks {
  running: Running
  base: string
  call: (path: string, init?: RequestInit) => Promise<{ status: number; body: unknown; headers: Headers }>
}

/** Runs `twelvefold mock` on a free port until the test ends. */
async function startMocks(context: TestContext, cwd: string, args: string[]): Promise<Mocks> {
  const running = runCommand(context, cwd, ['mock', ...args], { PORT: '0' })
  const [, base = ''] = await running.printed(/ready at (http:\/\/localhost:\d+)/)
  const call: Mocks['call'] = async (path, init) => {
    const response = await fetch(`${base}${path}`, init)
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }
  return { running, base, call }
}

describe('B12 twelvefold mock petstore-3.0.yaml', () => {
  test('serves the pet store, and says how to call it', async (context) => {
    const { running, base, call } = await startMocks(context, createFolder(context), [petstore])

    const list = await call('/v1/pets?limit=10')
    const pet = await call('/pets/7')
    const created = await call('/v1/pets', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"id":1,"name":"Rex"}',
    })

    assert.match(running.output(), /^Swagger Petstore 1\.0\.0 \(OpenAPI 3\.0\.3\)$/m)
    assert.match(running.output(), /^GET +\/v1\/pets\/\{petId\} +200 application\/json$/m)
    assert.match(running.output(), /^POST +\/v1\/pets +201$/m)
    assert.match(running.output(), /Security is not enforced/)
    assert.ok(running.output().includes(`curl -i '${base}/v1/pets'`), running.output())
    assert.deepEqual([list.status, list.body], [200, [{ id: 1, name: 'Ada', tag: 'cat' }]])
    assert.ok(list.headers.get('x-next'))
    assert.deepEqual([pet.status, pet.body], [200, { id: 1, name: 'Ada', tag: 'cat' }])
    assert.equal(created.status, 201)
  })

  test('refuses what the document refuses, and answers another response when asked', async (context) => {
    const { call } = await startMocks(context, createFolder(context), [petstore])

    const tooFew = await call('/v1/pets?limit=0')
    const nameless = await call('/v1/pets', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"id":1}',
    })
    const missing = await call('/v1/pets/7', { headers: { prefer: 'code=404' } })
    const nowhere = await call('/v2/pets')

    assert.equal(tooFew.status, 400)
    assert.deepEqual((tooFew.body as { errors: unknown }).errors, [
      { in: 'query', pointer: '/limit', detail: 'must be > 0' },
    ])
    assert.equal(nameless.status, 400)
    assert.equal(missing.status, 404)
    assert.equal(missing.headers.get('preference-applied'), 'code=404')
    assert.deepEqual(Object.keys(missing.body as object), ['code', 'message'])
    assert.equal(nowhere.status, 404)
  })

  test('an edit shows, a broken one is reported and the last good version goes on', async (context) => {
    const folder = createFolder(context)
    const file = join(folder, 'shop.yaml')
    const answering = (text: string): string =>
      `openapi: 3.1.0\ninfo: { title: Shop, version: "1" }\npaths:\n  /it:\n    get:\n      responses:\n        "200": { description: ok, content: { application/json: { example: ${text} } } }\n`
    writeFileSync(file, answering('1'))
    const { running, call } = await startMocks(context, folder, ['shop.yaml'])
    const before = await call('/it')

    writeFileSync(file, answering('2'))
    await running.printed(/reloaded: 1 operations/)
    const edited = await call('/it')
    writeFileSync(file, answering('{ [ }'))
    await running.printed(/shop\.yaml:\d+:\d+ The contract cannot be read[\s\S]*last good version/)
    const broken = await call('/it')

    assert.deepEqual([before.body, edited.body, broken.body], [1, 2, 2])
  })

  test('references to other files work', async (context) => {
    const folder = createFolder(context)
    const schemas = 'Item:\n  type: object\n  required: [price]\n  properties: { price: { type: number } }\n'
    writeFileSync(join(folder, 'schemas.yaml'), schemas)
    writeFileSync(
      join(folder, 'shop.json'),
      JSON.stringify({
        openapi: '3.0.0',
        info: { title: 'Shop', version: '1' },
        paths: {
          '/item': {
            get: {
              responses: {
                200: {
                  description: 'ok',
                  content: { 'application/json': { schema: { $ref: 'schemas.yaml#/Item' } } },
                },
              },
            },
          },
        },
      }),
    )

    const { call } = await startMocks(context, folder, ['shop.json'])

    assert.deepEqual((await call('/item')).body, { price: 19.99 })
  })
})

test('B12 twelvefold mock without a file answers every contract of the project, without handlers', async (context) => {
  const project = createProject(context, {
    'functions/shop/openapi.yaml': contract(`
/shop/item:
  get:
    operationId: getItem
    responses:
      "200": { description: ok, content: { application/json: { example: { price: 5 } } } }
`),
    'functions/shop/config.ts': 'throw new Error("the configuration is not asked for")',
  })

  const { call } = await startMocks(context, project.root, [])

  assert.deepEqual((await call('/shop/item')).body, { price: 5 })
  assert.equal((await call('/shop/-/health')).status, 200)
})

describe('twelvefold mock says what is wrong, and ends', { concurrency: 2 }, () => {
  const refusals: [title: string, name: string, content: string | undefined, message: RegExp][] = [
    ['no such file', 'missing.yaml', undefined, /^There is no file missing\.yaml\.$/m],
    ['no OpenAPI document', 'notes.yaml', 'hello: 1\n', /notes\.yaml This is not an OpenAPI document\.\n +An OpenAPI/],
    [
      'unreadable YAML',
      'broken.yaml',
      'openapi: 3.0.0\ninfo:\n  title: a\n   b: [\n',
      /broken\.yaml:4:\d+ .*cannot be read/,
    ],
    ['Swagger 2.0', 'old.json', '{"swagger":"2.0","info":{"title":"a","version":"1"},"paths":{}}', /not supported/],
    [
      'nothing to answer',
      'empty.json',
      '{"openapi":"3.1.0","info":{"title":"a","version":"1"},"paths":{}}',
      /no operation/,
    ],
  ]
  for (const [title, name, content, message] of refusals) {
    test(title, async (context) => {
      const folder = createFolder(context)
      if (content !== undefined) writeFileSync(join(folder, name), content)

      const running = runCommand(context, folder, ['mock', name], { PORT: '0' })

      assert.equal(await running.ended(), 1)
      assert.match(running.output(), message)
      assert.doesNotMatch(running.output(), / at .*\.ts:\d+/)
    })
  }

  test('no contract in this folder', async (context) => {
    const running = runCommand(context, createFolder(context), ['mock'], { PORT: '0' })

    assert.equal(await running.ended(), 1)
    assert.match(running.output(), /There is no contract\.\n +Name a file/)
  })

  test('a port that is taken, and a port that is none', async (context) => {
    const folder = createFolder(context)
    copyFileSync(petstore, join(folder, 'petstore.yaml'))
    const other = createServer().listen(0)
    context.after(() => other.close())
    const { port } = other.address() as AddressInfo

    const taken = runCommand(context, folder, ['mock', 'petstore.yaml', '--port', String(port)], { PORT: '0' })
    const none = runCommand(context, folder, ['mock', 'petstore.yaml', '--port', 'http'])

    assert.equal(await taken.ended(), 1)
    assert.match(taken.output(), new RegExp(`The port ${port} is taken\\. Choose another one with --port\\.`))
    assert.equal(await none.ended(), 1)
    assert.match(none.output(), /A port is 0 to 65535/)
  })
})
