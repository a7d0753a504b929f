import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import type { Project } from '../../lib/contract/project.ts'
import { type Running, runCommand } from '../fakes/command.ts'
import { contract, createProject, handler, serverless } from '../fakes/project.ts'

const getItem = `
/shop/item:
  get:
    operationId: getItem
    responses:
      "200": { description: ok, content: { application/json: { schema: { type: object, properties: { price: { type: integer } } } } } }
`
const getOther = `${getItem}
/shop/other/{id}:
  get:
    operationId: getOther
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    responses:
      "200": { description: ok, content: { application/json: { schema: { type: object } } } }
`

interface Host {
  project: Project
  running: Running
  get: (path: string) => Promise<{ status: number; body: unknown }>
  edit: (path: string, content: string) => void
}

async function startShop(context: TestContext, command: string): Promise<Host> {
  const project = createProject(context, {
    'functions/shop/openapi.yaml': contract(getItem),
    'functions/shop/get-item.ts': handler('getItem', '{ price: 1 }'),
    'serverless.yml': serverless,
  })
  const running = runCommand(context, project.root, [command], { PORT: '0', ENV: 'dev' })
  const [, base] = await running.printed(/services at (http:\/\/localhost:\d+)/)
  return {
    project,
    running,
    get: async (path) => {
      const response = await fetch(`${base}${path}`)
      return { status: response.status, body: await response.json() }
    },
    edit: (path, content) => writeFileSync(join(project.root, path), content),
  }
}

for (const [command, host] of [
  ['dev', 'process host'],
  ['start', 'emulator'],
] as const) {
  describe(`twelvefold ${command}`, () => {
    test(`an edit of a handler shows in the next answer of the ${host}`, async (context) => {
      const { get, edit, running } = await startShop(context, command)
      assert.deepEqual(await get('/shop/item'), { status: 200, body: { price: 1 } })

      edit('functions/shop/get-item.ts', handler('getItem', '{ price: 2 }'))
      await running.printed(/reloaded in \d+ ms/)

      assert.deepEqual(await get('/shop/item'), { status: 200, body: { price: 2 } })
    })

    test(`an edit of a contract shows in the next answer of the ${host}, new paths included`, async (context) => {
      const { get, edit, running } = await startShop(context, command)
      assert.equal((await get('/shop/other/7')).status, 404)

      edit('functions/shop/get-other.ts', handler('getOther', '{ other: true }'))
      edit('functions/shop/openapi.yaml', contract(getOther))
      await running.printed(/reloaded in \d+ ms/)

      assert.deepEqual(await get('/shop/other/7'), { status: 200, body: { other: true } })
      assert.equal((await get('/shop/item?x=1')).status, 400)
    })

    test(`a broken edit is reported and the last good version of the ${host} goes on serving`, async (context) => {
      const { get, edit, running } = await startShop(context, command)

      edit('functions/shop/get-item.ts', 'export const handler = endpoint(')
      await running.printed(/get-item\.ts:1:\d+[\s\S]*The last good version goes on serving/)
      const afterSyntaxError = await get('/shop/item')
      edit('functions/shop/get-item.ts', "export const handler = 1\nthrow new Error('at load')\n")
      await running.printed(/at load[\s\S]*The last good version goes on serving/)
      const afterLoadError = await get('/shop/item')
      edit('functions/shop/get-item.ts', handler('getItem', '{ price: 3 }'))
      await running.printed(/reloaded in \d+ ms/)

      assert.deepEqual(afterSyntaxError, { status: 200, body: { price: 1 } })
      assert.deepEqual(afterLoadError, { status: 200, body: { price: 1 } })
      assert.deepEqual(await get('/shop/item'), { status: 200, body: { price: 3 } })
    })

    test(`a broken contract is reported with its place and the ${host} goes on`, async (context) => {
      const { get, edit, running } = await startShop(context, command)

      edit('functions/shop/openapi.yaml', contract(getItem.replace('getItem', 'getItm')))
      await running.printed(/functions\/shop\/openapi\.yaml:\d+:\d+ \(getItm\) getItm has no handler/)

      assert.deepEqual(await get('/shop/item'), { status: 200, body: { price: 1 } })
    })
  })
}

test('the emulator ends with twelvefold start, however that ends', async (context) => {
  const { running, get } = await startShop(context, 'start')
  await get('/shop/item')

  running.child.kill('SIGKILL')
  await running.ended()

  const refused = async (): Promise<boolean> =>
    get('/shop/item').then(
      () => false,
      () => true,
    )
  const deadline = Date.now() + 5_000
  while (!(await refused()) && Date.now() < deadline);
  assert.equal(await refused(), true)
})
