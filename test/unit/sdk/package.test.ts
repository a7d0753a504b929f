import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { readContracts } from '../../../lib/contract/generate.ts'
import { openProject, type Project } from '../../../lib/contract/project.ts'
import { type ClientPackage, createPackage } from '../../../lib/sdk/create-package.ts'
import { foreignFolder, writePackage } from '../../../lib/sdk/write-package.ts'
import { contract, createProject } from '../../fakes/project.ts'

const shop = openProject(join(import.meta.dirname, '..', '..', '..'))
const options = { name: '@acme/client', version: '1.2.3' }

async function make(project: Project, service: string): Promise<ClientPackage> {
  const found = (await readContracts(project, { mock: true })).find((one) => one.service === service)
  return found === undefined ? assert.fail(`no ${service}`) : createPackage(project, found, options)
}

const file = ({ files }: ClientPackage, name: string): string => files.get(name) ?? assert.fail(`no ${name}`)

/** A contract with what those of the shop do not have. */
const gifts = contract(
  `
/gift-cards/cards:
  get:
    operationId: listCards
    summary: List "cards" | all
    deprecated: true
    x-deprecated-since: 2026-06-01
    parameters:
      - { name: tags, in: query, explode: false, schema: { type: array, items: { type: string } } }
      - { name: seen, in: cookie, schema: { type: string } }
    responses:
      "200":
        description: ok
        headers: { LINK: { schema: { type: string } }, X-Total: { required: true, schema: { type: integer } } }
        content: { application/json: { schema: { $ref: "#/components/schemas/Cards" } } }
      "400":
        description: |
          Something
          is wrong. And more.
        content: { application/problem+json: { schema: { $ref: "#/components/schemas/Problem" } } }
  post:
    operationId: addCard
    security: [{ bearer: [cards:write] }, {}]
    requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Card" } } } }
    responses:
      "201": { description: ok }
/gift-cards/page:
  get:
    operationId: showPage
    responses:
      "200": { description: ok, content: { text/html: {} } }
/gift-cards/session:
  get:
    operationId: getSession
    parameters: [{ name: session, in: cookie, required: true, schema: { type: string } }]
    responses:
      "200": { description: ok, content: { application/json: {} } }
/gift-cards/move:
  post:
    operationId: moveCard
    responses:
      "303": { description: elsewhere }
`,
  `
securitySchemes:
  bearer: { type: http, scheme: bearer }
schemas:
  Card: { type: object, properties: { worth: { type: integer, default: 5 }, kind: { $ref: "#/components/schemas/Promise" } } }
  Cards: { type: array, items: { $ref: "#/components/schemas/Card" } }
  Problem: { type: object, properties: { inner: { $ref: "#/components/schemas/Problem" } } }
  Promise: { type: string, enum: ["(a)", "b"] }
  ProblemDocument: { type: string }
  Unused: { type: string }
`,
)

const giftShop = (context: TestContext, manifest: object = {}): Project => {
  const project = createProject(context, { 'functions/gift-cards/openapi.yaml': gifts })
  writeFileSync(join(project.root, 'package.json'), JSON.stringify({ name: 'shop', type: 'module', ...manifest }))
  return project
}

test('the same contract makes the same package, byte for byte', async () => {
  const first = await make(shop, 'catalog')
  const second = await make(shop, 'catalog')

  assert.deepEqual(second.files, first.files)
  assert.deepEqual([...first.files.keys()].sort(), ['LICENSE', 'README.md', 'index.d.ts', 'index.js', 'package.json'])
})

test('the package is one to publish: a module with types and no dependencies', async () => {
  const manifest = JSON.parse(file(await make(shop, 'catalog'), 'package.json'))

  assert.deepEqual(manifest, {
    name: '@acme/client',
    version: '1.2.3',
    description: 'The products of a shop, and how many of each there are.',
    license: 'MIT',
    type: 'module',
    sideEffects: false,
    exports: { '.': { types: './index.d.ts', default: './index.js' }, './package.json': './package.json' },
    types: './index.d.ts',
    files: ['index.js', 'index.d.ts'],
    engines: { node: '>=20' },
    twelvefold: { sdk: 'catalog' },
  })
})

test('the client is small, and knows neither Node nor the kit', async () => {
  for (const service of ['auth', 'catalog', 'hello', 'orders']) {
    const code = file(await make(shop, service), 'index.js')

    assert.ok(gzipSync(code).byteLength < 6_500, `${service} has ${gzipSync(code).byteLength} bytes`)
    assert.doesNotMatch(code, /^\s*import\b|\brequire\(|\bprocess\.|\bBuffer\b|node:/m)
  }
})

test('what is for browsers is left out', async (context) => {
  const gift = await make(giftShop(context), 'gift-cards')
  const auth = await make(shop, 'auth')

  assert.deepEqual(gift.leftOut, ['showPage', 'getSession', 'moveCard'])
  assert.equal(gift.operations, 2)
  assert.ok(auth.leftOut.includes('showLogin'))
  assert.ok(!auth.leftOut.includes('createToken'))
})

test('declarations document what the contract says', async (context) => {
  const declarations = file(await make(giftShop(context), 'gift-cards'), 'index.d.ts')

  assert.ok(
    declarations.includes(`  /**
   * List "cards" | all
   *
   * \`GET /gift-cards/cards\`
   *
   * @throws {Problem} 400 Something is wrong
   * @deprecated
   */
  readonly listCards: ListMethod<GiftCardsOperations['listCards'], Card>`),
    declarations,
  )
  assert.match(declarations, /`POST \/gift-cards\/cards`\n {3}\*\n {3}\* Takes a token: cards:write\.\n/)
  assert.match(declarations, /200: \{ body: Cards; headers: \{ "x-total": string \} \}/)
  assert.match(declarations, /export declare function createGiftCards\(options: ClientOptions\): GiftCardsClient/)
})

test('a schema whose name the package needs gets another one, and one that nothing needs is not there', async (context) => {
  const declarations = file(await make(giftShop(context), 'gift-cards'), 'index.d.ts')

  assert.match(declarations, /export type ProblemDocument_ = \{\n {2}inner\?: ProblemDocument_ \| undefined\n\}/)
  assert.match(declarations, /kind\?: PromiseDocument \| undefined/)
  assert.match(declarations, /export type PromiseDocument = "\(a\)" \| "b"/)
  assert.doesNotMatch(declarations, /Unused|type Promise\b|type ProblemDocument /)
})

test('no line of the declarations is wide where it can be broken', async () => {
  const lines = file(await make(shop, 'catalog'), 'index.d.ts').split('\n')

  assert.deepEqual(
    lines.filter((line) => line.length > 121),
    [],
  )
})

test('the README calls nothing that has no example, and escapes what would break its table', async (context) => {
  const readme = file(await make(giftShop(context), 'gift-cards'), 'README.md')

  assert.ok(readme.includes('| `listCards` | `GET /gift-cards/cards` | List "cards" \\| all **deprecated** |'), readme)
  assert.ok(readme.includes('await giftCards.listCards()'))
  assert.doesNotMatch(readme, /giftCards\.addCard\(/)
})

test('the licence is the contract’s, else the project’s; its text goes along where it is the same', async (context) => {
  const licenceOf = async (manifest: object, licence = ''): Promise<[string, boolean]> => {
    const project = giftShop(context, manifest)
    const text = gifts.replace('version: 1.0.0 }', `version: 1.0.0${licence} }`)
    writeFileSync(join(project.functions, 'gift-cards', 'openapi.yaml'), text)
    writeFileSync(join(project.root, 'LICENSE'), 'Be good.')
    const { files } = await make(project, 'gift-cards')
    return [JSON.parse(files.get('package.json') ?? '').license, files.has('LICENSE')]
  }

  assert.deepEqual(await licenceOf({ license: 'ISC' }), ['ISC', true])
  assert.deepEqual(await licenceOf({ license: 'ISC' }, ', license: { name: Apache 2, identifier: Apache-2.0 }'), [
    'Apache-2.0',
    false,
  ])
  assert.deepEqual(await licenceOf({ license: 'MIT' }, ', license: { name: MIT }'), ['MIT', true])
  assert.deepEqual(await licenceOf({ license: 'ISC' }, ', license: { name: Our own terms }'), ['ISC', true])
  assert.deepEqual(await licenceOf({}), ['UNLICENSED', false])
})

test('only a folder that is empty, or holds the client of this service, is written to', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-sdk-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const out = join(folder, 'out')
  const manifest = JSON.stringify({ twelvefold: { sdk: 'catalog' } })

  assert.equal(foreignFolder(out, 'catalog'), undefined)
  mkdirSync(out)
  assert.equal(foreignFolder(out, 'catalog'), undefined)
  writePackage(
    out,
    new Map([
      ['package.json', manifest],
      ['LICENSE', 'MIT'],
    ]),
  )
  assert.equal(foreignFolder(out, 'catalog'), undefined)
  assert.match(foreignFolder(out, 'orders') ?? '', /holds the client of catalog/)
  assert.match(foreignFolder(join(out, 'LICENSE'), 'catalog') ?? '', /is no folder/)
  writeFileSync(join(out, 'package.json'), '{ "name": "somebody-else" }')
  assert.match(foreignFolder(out, 'catalog') ?? '', /has not written/)
})

test('writing again replaces the package, and leaves what is beside it', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-sdk-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  writePackage(
    folder,
    new Map([
      ['LICENSE', 'old'],
      ['index.js', 'old'],
    ]),
  )
  writeFileSync(join(folder, 'CHANGELOG.md'), 'mine')

  writePackage(folder, new Map([['index.js', 'new']]))

  assert.deepEqual(readdirSync(folder).sort(), ['CHANGELOG.md', 'index.js'])
  assert.equal(readFileSync(join(folder, 'index.js'), 'utf8'), 'new')
})

test('a title of several lines breaks nothing', async (context) => {
  const project = giftShop(context)
  const text = gifts.replace('title: Shop', String.raw`title: "Shop\nalert(1)"`)
  writeFileSync(join(project.functions, 'gift-cards', 'openapi.yaml'), text)

  const client = await make(project, 'gift-cards')

  assert.match(file(client, 'index.js'), /^\/\/ A client for Shop alert\(1\) 1\.0\.0, /)
  assert.match(file(client, 'README.md'), /A client for Shop alert\(1\) 1\.0\.0/)
})

test('names of schemas that no type can have, or that two would share, are changed', async (context) => {
  const project = giftShop(context)
  const reference = (name: string): string => `{ $ref: "#/components/schemas/${name}" }`
  const text = gifts
    .replace(
      'kind: {',
      `at: ${reference('class')}, by: ${reference('gift-card')}, of: ${reference('CardRequest')}, kind: {`,
    )
    .replace(
      '  Unused:',
      '  class: { enum: [a] }\n    gift-card: { enum: [b] }\n    CardRequest: { enum: [d] }\n    Unused:',
    )
  writeFileSync(join(project.functions, 'gift-cards', 'openapi.yaml'), text)

  const declarations = file(await make(project, 'gift-cards'), 'index.d.ts')

  assert.match(declarations, /at\?: class_ \| undefined\n {2}by\?: gift_card \| undefined\n {2}of\?: CardRequest \|/)
  for (const declared of ['class_ = "a"', 'gift_card = "b"', 'CardRequest = "d"', 'CardRequest_ = {'])
    assert.ok(declarations.includes(`export type ${declared}`), declared)
  assert.match(declarations, /body: CardRequest_\n/)
})
