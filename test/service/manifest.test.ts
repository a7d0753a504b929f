import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Application } from '../../lib/cloud-foundry/manifest.ts'
import { readManifest } from '../../lib/cloud-foundry/manifest-file.ts'
import { listServices, openProject, type Project } from '../../lib/contract/project.ts'
import { runCommand } from '../fakes/command.ts'
import { contract, createProject, handler, writeFiles } from '../fakes/project.ts'

const get = (path: string, operation: string) => `
${path}:
  get:
    operationId: ${operation}
    responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }
`
const files = {
  'env/production.env': 'SHOP_CURRENCY=EUR\n',
  'functions/shop/openapi.yaml': contract(get('/shop/items', 'getItem') + get('/.well-known/shop', 'getShop')),
  'functions/shop/get-item.ts': handler('getItem', '{}'),
  'functions/shop/get-shop.ts': handler('getShop', '{}'),
  'functions/shop/config.ts': `import { config, text } from 'twelvefold'

export const settings = config('shop', {
  SHOP_CURRENCY: text(),
  SHOP_OWNER: text(),
  SHOP_MOTTO: text({ optional: true }),
  SHOP_PAYMENT_KEY: text({ secret: true, binding: { service: 'payment', key: 'key' } }),
})
`,
  'functions/till/openapi.yaml': contract(get('/till', 'getTill')),
  'functions/till/get-till.ts': handler('getTill', '{}', 'till'),
}

async function run(
  context: TestContext,
  { root }: Project,
  ...args: string[]
): Promise<{ code: number | null; output: string }> {
  const running = runCommand(context, root, ['manifest', ...args])
  return { code: await running.ended(), output: running.output() }
}

const find = (project: Project, name: string): Application | undefined =>
  readManifest(project)?.applications.find((application) => application.name === name)

test('paths, instances and variables of each application follow from its contract and its declarations', async (context) => {
  const project = createProject(context, files)

  const { code, output } = await run(context, project)

  const [all, shop, till] = ['shop', 'shop-shop', 'shop-till'].map((name) => find(project, name))
  assert.equal(code, 0, output)
  assert.match(output, /written: manifest\.yml, Procfile/)
  assert.deepEqual(all?.routes, [{ route: '((host))' }])
  assert.deepEqual(shop?.routes, [{ route: '((host))/.well-known/shop' }, { route: '((host))/shop' }])
  assert.deepEqual([all?.services, shop?.services, till?.services], [['payment'], ['payment'], []])
  assert.deepEqual(
    [all?.env.SHOP_OWNER, shop?.env.SHOP_OWNER, till?.env.SHOP_OWNER],
    ['((shop_owner))', '((shop_owner))', undefined],
  )
  assert.deepEqual(
    [shop?.env.SHOP_CURRENCY, shop?.env.SHOP_MOTTO, shop?.env.SHOP_PAYMENT_KEY],
    [undefined, undefined, undefined],
  )
  assert.deepEqual([all?.env.SERVICES, shop?.env.SERVICES, till?.env.SERVICES], [undefined, 'shop', 'till'])
  assert.deepEqual([till?.memory, till?.instances, till?.path], ['128M', 2, 'dist'])
})

test('a manifest that has been left behind fails the check, is not touched by it, and keeps what was decided', async (context) => {
  const project = createProject(context, files)
  const file = join(project.root, 'manifest.yml')
  await run(context, project)
  const decided = readFileSync(file, 'utf8').replace('memory: 128M', 'memory: 256M')
  const called = `import { shop } from '#clients/shop'\nexport const called = shop\n`
  writeFiles(project.root, { 'manifest.yml': decided, 'functions/till/calls.ts': called })

  const stale = await run(context, project, '--check')
  const untouched = readFileSync(file, 'utf8') === decided
  await run(context, project)
  const current = await run(context, project, '--check')

  assert.equal(stale.code, 1)
  assert.match(stale.output, /Not current: manifest\.yml\. "twelvefold manifest" writes them\./)
  assert.ok(untouched)
  assert.equal(find(project, 'shop-till')?.env.SHOP_URL, '((url))')
  assert.equal(find(project, 'shop')?.memory, '256M')
  assert.deepEqual(current, { code: 0, output: '' })
})

test('where nobody has asked for the files there is nothing to check, and one that is gone is missed', async (context) => {
  const project = createProject(context, files)

  const before = await run(context, project, '--check')
  await run(context, project)
  rmSync(join(project.root, 'Procfile'))
  const after = await run(context, project, '--check')

  assert.deepEqual([before.code, after.code], [0, 1], before.output)
  assert.match(after.output, /Not current: Procfile\./)
})

test('comments and order stay while nothing is to be changed, and are printed when they are lost', async (context) => {
  const project = createProject(context, files)
  const file = join(project.root, 'manifest.yml')
  await run(context, project)
  const commented = readFileSync(file, 'utf8')
    .replace('memory: 128M', 'memory: 256M # for the reports')
    .replace('applications:', '# The smallest first.\napplications:')
  writeFiles(project.root, { 'manifest.yml': commented })

  const check = await run(context, project, '--check')
  const current = await run(context, project)
  const untouched = readFileSync(file, 'utf8') === commented
  rmSync(join(project.root, 'functions/till'), { recursive: true })
  const changed = await run(context, project)

  assert.deepEqual([check.code, current.code, untouched], [0, 0, true], check.output)
  assert.match(
    changed.output,
    /manifest\.yml is written anew, without these comments:\n# The smallest first\.\n +memory: 256M # for the reports\n/,
  )
  assert.equal(find(project, 'shop')?.memory, '256M')
})

test('the application of a service that has another name now is another one, also where it was the only one', async (context) => {
  const { 'functions/till/openapi.yaml': _, 'functions/till/get-till.ts': __, ...shopOnly } = files
  const project = createProject(context, shopOnly)
  await run(context, project)
  const before = find(project, 'shop-shop')?.env
  rmSync(join(project.root, 'functions/shop'), { recursive: true })
  writeFiles(project.root, {
    'functions/till/openapi.yaml': files['functions/till/openapi.yaml'],
    'functions/till/get-till.ts': files['functions/till/get-till.ts'],
  })

  await run(context, project)

  const names = readManifest(project)?.applications.map(({ name }) => name)
  assert.deepEqual([before?.SERVICES, before?.METRICS_TOKEN], ['shop', undefined])
  assert.deepEqual(names, ['shop', 'shop-till'])
})

test('a project with a scoped name has applications that the platform can name', async (context) => {
  const manifest = {
    name: '@acme/shop',
    type: 'module',
    imports: { '#contracts/*': './generated/contracts/*/index.js' },
  }
  const project = createProject(context, { ...files, 'package.json': JSON.stringify(manifest) })

  await run(context, project)

  assert.equal(readManifest(project)?.applications[0]?.name, 'acme-shop')
})

test('the manifest of this project has 128 MB, two instances and a check over HTTP for each application', () => {
  const project = openProject(join(import.meta.dirname, '..', '..'))
  const { applications } = readManifest(project) ?? { applications: [] }

  assert.equal(applications.length, listServices(project).length + 1)
  for (const application of applications) {
    assert.deepEqual([application.memory, application.instances], ['128M', 2], application.name)
    assert.equal(application['readiness-health-check-http-endpoint'], '/health/ready')
    assert.ok(application.env.VERSION)
  }
})
