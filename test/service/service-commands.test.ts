import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { printCommandReference } from '../../lib/cli/reference.ts'
import { openProject, type Project } from '../../lib/contract/project.ts'
import { type Running, runCommand } from '../fakes/command.ts'
import { contract, createProject, handler } from '../fakes/project.ts'

const packages = join(import.meta.dirname, '..', '..', 'node_modules')

const shop = {
  'functions/shop/openapi.yaml': contract(`
/shop/item:
  get:
    operationId: getItem
    responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }
`),
  'functions/shop/get-item.ts': handler('getItem', '{}'),
  'functions/shop/items.ts': `import { collection, type } from 'twelvefold'

export const items = collection('items', { document: type<{ itemId: string }>(), key: 'itemId' })
`,
  'functions/shop/commands.ts': `import type { ServiceCommand } from 'twelvefold'

export const commands: Record<string, ServiceCommand> = {
  stock: { summary: 'keep the stock', load: async () => (await import('./stock.ts')).stock },
}
`,
  'functions/shop/stock.ts': `import { Command } from 'commander'
import { items } from './items.ts'

console.log('loaded')
export const stock = new Command('any').description('add to the stock, and look at it')
stock.command('add').argument('<id>').action(async (itemId: string) => {
  await items.insert({ itemId })
  console.log(\`\${itemId} added in \${process.env.SHOP_NAME}\`)
})
stock.command('show').argument('<id>').action(async (itemId: string) => {
  console.log((await items.get(itemId)) === undefined ? 'none' : 'there')
})
stock.command('burn').action(async () => {
  await items.insert({ itemId: 'ash' })
  throw new Error('it burns')
})
`,
  'env/dev.env': 'SHOP_NAME=Corner shop\n',
}

function createShop(context: TestContext, more: Record<string, string> = {}): Project {
  const project = createProject(context, { ...shop, ...more })
  symlinkSync(join(packages, 'commander'), join(project.root, 'node_modules', 'commander'))
  return project
}

async function run(context: TestContext, { root }: Project, ...args: string[]): Promise<[number | null, string]> {
  const running: Running = runCommand(context, root, args, { ENV: 'dev', STORE_URL: 'sqljs:.data/' })
  return [await running.ended(), running.output()]
}

test("a service's command runs with the project's environment and on its store", async (context) => {
  const project = createShop(context)

  const added = await run(context, project, 'stock', 'add', 'lamp')
  const shown = await run(context, project, 'stock', 'show', 'lamp')

  assert.deepEqual(added, [0, 'loaded\nlamp added in Corner shop\n'])
  assert.deepEqual(shown, [0, 'loaded\nthere\n'])
})

test("a service's command that fails ends with 1, and what it has written before is there", async (context) => {
  const project = createShop(context)

  const [code, output] = await run(context, project, 'stock', 'burn')
  const shown = await run(context, project, 'stock', 'show', 'ash')

  assert.equal(code, 1)
  assert.match(output, /it burns/)
  assert.deepEqual(shown, [0, 'loaded\nthere\n'])
})

test('--help lists the commands of each service under its name, and loads none of them', async (context) => {
  const project = createShop(context)

  const [code, output] = await run(context, project, '--help')

  assert.equal(code, 0)
  assert.match(output, /^Commands:\n {2}start /m)
  assert.match(output, /^Commands of shop:\n {2}stock +keep the stock$/m)
  assert.doesNotMatch(output, /loaded/)
})

test("a service's command has its own help, under the name that it is called by", async (context) => {
  const [code, output] = await run(context, createShop(context), 'stock', '--help')

  assert.equal(code, 0)
  assert.match(output, /^Usage: twelvefold stock \[options\] \[command\]\n\nadd to the stock, and look at it$/m)
})

test('a command that the kit has too is refused, and both files are named', async (context) => {
  const commands = `export const commands = { build: { summary: 'mine', load: async () => { throw new Error('no') } } }\n`
  const project = createShop(context, { 'functions/shop/commands.ts': commands })

  for (const args of [['--help'], ['check'], ['other']]) {
    const [code, output] = await run(context, project, ...args)

    assert.equal(code, 1, args.join(' '))
    assert.match(output, /command build of functions\/shop\/commands\.ts is there already: .*lib\/cli\/commands\.ts/)
  }
  assert.match((await run(context, project, 'routes'))[1], /^GET +\/shop\/item/m)
})

test('a command that two services have is refused, and both files are named', async (context) => {
  const project = createShop(context, {
    'functions/till/openapi.yaml': contract(
      '/till: { get: { operationId: getTill, responses: { "204": { description: ok } } } }',
    ),
    'functions/till/get-till.ts': handler('getTill', 'undefined', 'till'),
    'functions/till/commands.ts': shop['functions/shop/commands.ts'],
  })

  const [code, output] = await run(context, project, 'stock', 'show', 'lamp')

  assert.equal(code, 1)
  assert.match(
    output,
    /command stock of functions\/till\/commands\.ts is there already: functions\/shop\/commands\.ts has it/,
  )
})

test('commands.ts without commands is told so', async (context) => {
  const project = createShop(context, { 'functions/shop/commands.ts': 'export const command = {}\n' })

  const [code, output] = await run(context, project, '--help')

  assert.equal(code, 1)
  assert.match(output, /functions\/shop\/commands\.ts does not export commands\./)
})

test("the reference of a project's commands has those of its services after the kit's", async (context) => {
  const { root } = createShop(context)

  const reference = await printCommandReference(openProject(root))

  const [kit = '', own = ''] = reference.split('## Commands of the services')
  assert.match(kit, /^## build$/m)
  assert.match(own, /^### stock\n\n```text\nUsage: twelvefold stock \[options\] \[command\]$/m)
})
