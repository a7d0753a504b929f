import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import manifest from '../../package.json' with { type: 'json' }
import { runCommand } from '../fakes/command.ts'
import { contract, createProject, handler } from '../fakes/project.ts'

const files = {
  'functions/shop/openapi.yaml': contract(`
/shop/items/{itemId}:
  get:
    operationId: getItem
    parameters: [{ name: itemId, in: path, required: true, schema: { type: string, examples: [a7] } }]
    responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }
`),
  'functions/shop/get-item.ts': handler('getItem', '{}'),
}

test('routes prints method, path, service, operation, file and security', async (context) => {
  const { root } = createProject(context, files)
  const running = runCommand(context, root, ['routes'])

  const code = await running.ended()

  assert.equal(code, 0)
  assert.match(
    running.output(),
    /^METHOD +PATH +SERVICE +OPERATION +FILE +SECURITY\nGET +\/shop\/items\/\{itemId\} +shop +getItem +functions\/shop\/get-item\.ts +open\n$/,
  )
})

test('routes --json is for scripts, and has a call that works', async (context) => {
  const { root } = createProject(context, files)
  const running = runCommand(context, root, ['routes', '--json'])

  await running.ended()

  const [route] = JSON.parse(running.output()) as { operation: string; example: string }[]
  assert.equal(route?.operation, 'getItem')
  assert.equal(route?.example, '/shop/items/a7')
})

test('check writes nothing and exits with 0 when all is right', async (context) => {
  const { root } = createProject(context, files)
  const running = runCommand(context, root, ['check'])

  assert.equal(await running.ended(), 0)
  assert.equal(running.output(), '1 contracts, 1 operations: all right\n')
})

test('--version says that of the kit, wherever it is asked, and leaves commands theirs', async (context) => {
  const { root } = createProject(context, files)
  const asked = runCommand(context, join(root, 'functions'), ['--version'])
  const wrong = runCommand(context, root, ['sdk', 'shop', '--version', 'one'])

  assert.equal(await asked.ended(), 0)
  assert.equal(asked.output(), `${manifest.version}\n`)
  assert.equal(await wrong.ended(), 1)
  assert.match(wrong.output(), /A version is like 1\.0\.0/)
})

for (const command of ['check', 'generate', 'build', 'start', 'dev', 'package']) {
  test(`B11 ${command} refuses an operation without a handler: place, advice, exit code 1`, async (context) => {
    const { root } = createProject(context, { 'functions/shop/openapi.yaml': files['functions/shop/openapi.yaml'] })
    const running = runCommand(context, root, [command], { PORT: '0' })

    const code = await running.ended()

    assert.equal(code, 1)
    assert.match(running.output(), /functions\/shop\/openapi\.yaml:\d+:\d+ \(getItem\) getItem has no handler\./)
    assert.doesNotMatch(running.output(), /^ +at /m)
  })
}

test('check finds an import that points the wrong way', async (context) => {
  const { root } = createProject(context, {
    ...files,
    'functions/stock/openapi.yaml': contract(
      '/stock: { get: { operationId: getStock, responses: { "200": { description: ok } } } }',
    ),
    'functions/stock/get-stock.ts': `import { handler as other } from '../shop/get-item.ts'\n${handler('getStock', 'undefined', 'stock')}`,
  })
  const running = runCommand(context, root, ['check'])

  assert.equal(await running.ended(), 1)
  assert.match(running.output(), /functions\/stock\/get-stock\.ts:1 stock imports a file of shop\./)
})

test('a folder without contracts is told so', async (context) => {
  const { root } = createProject(context, {})
  const running = runCommand(context, root, ['start'], { PORT: '0' })

  assert.equal(await running.ended(), 1)
  assert.match(running.output(), /There is no contract\./)
})

test('a misspelt command is answered with the one that was meant, and --help lists all', async (context) => {
  const { root } = createProject(context, {})
  const misspelt = runCommand(context, root, ['rutes'])
  const help = runCommand(context, root, ['--help'])

  assert.equal(await misspelt.ended(), 1)
  assert.match(misspelt.output(), /unknown command 'rutes'\n\(Did you mean routes\?\)/)
  assert.equal(await help.ended(), 0)
  for (const command of ['start', 'dev', 'mock', 'generate', 'check', 'routes', 'env', 'build', 'package']) {
    assert.match(help.output(), new RegExp(`^ {2}${command} `, 'm'))
  }
})
