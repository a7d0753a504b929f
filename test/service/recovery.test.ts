import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { bundleFunction } from '../../lib/build/build-lambda.ts'
import { listFunctions } from '../../lib/build/functions.ts'
import { generate } from '../../lib/contract/generate.ts'
import { describeDeployment } from '../../lib/hosts/serverless-functions.ts'
import { closeStore } from '../../lib/store/store.ts'
import { runCommand } from '../fakes/command.ts'
import { contract, createProject, handler, serverless } from '../fakes/project.ts'
import { buildServer, startServer } from '../parity/hosts/process.ts'

const paths = (service: string): string => `
/${service}/item:
  get:
    operationId: getItem
    responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }
`
const shopOnly = {
  'functions/shop/openapi.yaml': contract(paths('shop')),
  'functions/shop/get-item.ts': handler('getItem', '{}'),
  'serverless.yml': serverless,
}
/** @param body what the recovery of the shop does */
const withRecovery = (body: string): Record<string, string> => ({
  ...shopOnly,
  'functions/shop/recover.ts': `export async function recover(): Promise<number> { ${body} }\n`,
})
const env = { PORT: '0', ENV: 'dev' }

function createFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-data-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

for (const command of ['dev', 'start']) {
  test(`D06 ${command} recovers before anybody asks for anything, and says so once`, async (context) => {
    const body = "console.log(JSON.stringify({ msg: 'pass' })); return (globalThis.pass = (globalThis.pass ?? 3) - 1)"
    const { root } = createProject(context, withRecovery(body))
    const running = runCommand(context, root, [command], { ...env, RECOVER_INTERVAL_MS: '20' })

    // The first two have something to recover, those after them fewer than nothing.
    await running.printed(/(?:"msg":"pass"[\s\S]*){4}/)

    const lines = running.output().match(/\{.*"msg":"recovered"\}/g) ?? []
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)).map(({ level, service, recovered }) => [level, service, recovered]),
      [
        ['info', 'shop', 2],
        ['info', 'shop', 1],
      ],
    )
  })
}

test('D06 a failed recovery is logged, and the process goes on serving and trying', async (context) => {
  const { root } = createProject(context, withRecovery("throw new Error('the store is away')"))
  const running = runCommand(context, root, ['dev'], { ...env, RECOVER_INTERVAL_MS: '20' })

  await running.printed(/(?:"level":"error".*the store is away.*\n[\s\S]*){2}/)
  const [, base = ''] = await running.printed(/services at (http:\/\/localhost:\d+)/)

  assert.equal((await fetch(`${base}/shop/item`)).status, 200)
})

test('D06 E07 a pass under way at SIGTERM is let finish, and the process ends with 0', async (context) => {
  const body = `console.log('pass begins')
    await new Promise((resolve) => process.once('SIGTERM', () => setTimeout(resolve, 500)))
    console.log('pass ends')
    return 0`
  const { root } = createProject(context, withRecovery(body))
  const running = runCommand(context, root, ['dev'], env)
  await running.printed(/pass begins/)
  await running.printed(/services at/)

  running.child.kill('SIGTERM')

  assert.equal(await running.ended(), 0)
  assert.match(running.output(), /pass ends/)
})

test('D06 a pass that does not end is given up after SHUTDOWN_TIMEOUT_MS', async (context) => {
  const body = "console.log('pass begins'); setInterval(() => {}, 1000); return new Promise(() => {})"
  const { root } = createProject(context, withRecovery(body))
  const running = runCommand(context, root, ['dev'], { ...env, SHUTDOWN_TIMEOUT_MS: '300' })
  await running.printed(/services at/)

  running.child.kill('SIGTERM')

  assert.equal(await running.ended(), 1)
})

test('recover says what each service has recovered, and fails where one could not', async (context) => {
  const { root } = createProject(context, {
    ...withRecovery('return 3'),
    'functions/bank/openapi.yaml': contract(paths('bank')),
    'functions/bank/get-item.ts': handler('getItem', '{}', 'bank'),
    'functions/bank/recover.ts': `export const recover = async (): Promise<number> => { throw new Error('the vault is shut') }\n`,
    'functions/till/openapi.yaml': contract(paths('till')),
    'functions/till/get-item.ts': handler('getItem', '{}', 'till'),
    'functions/till/recover.ts': 'export const recover = async (): Promise<number> => 0\n',
    'functions/plain/openapi.yaml': contract(paths('plain')),
    'functions/plain/get-item.ts': handler('getItem', '{}', 'plain'),
  })
  const all = runCommand(context, root, ['recover'], env)
  const one = runCommand(context, root, ['recover', 'till'], env)
  const none = runCommand(context, root, ['recover', 'plain'], env)

  assert.equal(await all.ended(), 1)
  assert.match(all.output(), /^bank: the recovery failed: the vault is shut$/m)
  assert.match(all.output(), /^shop: 3 recovered\ntill: nothing to recover$/m)
  assert.equal(await one.ended(), 0)
  assert.equal(one.output(), 'till: nothing to recover\n')
  assert.equal(await none.ended(), 1)
  assert.match(none.output(), /Nothing can be left half done in plain/)
})

test('on lambda a function of its own recovers every minute; the emulator has none, since its host does it', async (context) => {
  const project = createProject(context, withRecovery('return 3'))
  const { routes } = await generate(project)

  const deployed = await describeDeployment(project.root, { offline: false })
  const emulated = await describeDeployment(project.root, { offline: true })
  const spec = listFunctions(project, routes).find(({ name }) => name === 'shop-recover')
  assert.ok(spec)
  const { files } = await bundleFunction(project, spec)

  assert.deepEqual(deployed.functions['shop-recover'], {
    handler: 'dist/lambda/shop-recover/index.handler',
    description: 'Finishes or takes back what shop has left half done',
    events: [{ schedule: 'rate(1 minute)' }],
    package: { patterns: ['!**', 'dist/lambda/shop-recover/**'] },
    environment: { ENV: 'dev' },
    role: 'ShopRole',
    memorySize: 512,
    timeout: 60,
    maximumRetryAttempts: 0,
    maximumEventAge: 60,
    logRetentionInDays: 30,
  })
  assert.equal(emulated.functions['shop-recover'], undefined)
  const source = files.find(({ path }) => path.endsWith('index.mjs'))?.text ?? ''
  const module = (await import(
    `data:text/javascript,${encodeURIComponent(source.replace(/^const require=.*?;/, ''))}`
  )) as {
    handler: () => Promise<unknown>
  }
  assert.deepEqual(await module.handler(), { recovered: 3 })
})

test('D06 a process that starts on a half-done reservation finishes it', async (context) => {
  const store = `sqljs:${createFolder(context)}`
  process.env.STORE_URL = store
  const { products, toDocument } = await import('../../functions/catalog/products.ts')
  const { reservations } = await import('../../functions/catalog/reservation.ts')
  const price = { amount: 100, currency: 'EUR' as const }
  const product = toDocument({ sku: 'LAMP', name: 'Lamp', category: 'lamps', price, stock: 10 })
  await products.insert(product)
  const items = [{ productId: product.productId, quantity: 4 }]
  const at = new Date(Date.now() - 60_000).toISOString()
  const times = { createdAt: at, updatedAt: at, openSince: Date.parse(at) }
  await reservations.insert({ orderId: 'order-1', items, state: 'pending', helped: false, ...times })
  await closeStore()

  const workspace = await buildServer('services')
  context.after(workspace.remove)
  const host = await startServer(workspace, { ENV: 'test', SERVICES: 'catalog', STORE_URL: store })
  context.after(() => host.child.kill('SIGKILL'))
  const line = await host.logged(({ msg }) => msg === 'recovered')
  await host.stop()

  assert.deepEqual([line.service, line.recovered], ['catalog', 1])
  const exported = runCommand(context, process.cwd(), ['export', 'catalog'], { ENV: 'test', STORE_URL: store })
  assert.equal(await exported.ended(), 0, exported.output())
  assert.match(exported.output(), /"orderId":"order-1".*"state":"confirmed"/)
  assert.match(exported.output(), /"stock":6,.*"productId":"lamp"/)
})
