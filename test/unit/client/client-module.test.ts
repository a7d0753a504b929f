import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { ServiceDescriptor } from 'twelvefold'
import { findForbiddenImports } from '../../../lib/contract/dependencies.ts'
import { generate } from '../../../lib/contract/generate.ts'
import type { Project } from '../../../lib/contract/project.ts'
import { contract, createProject, handler } from '../../fakes/project.ts'

const paths = `
/gift-cards/cards/{cardId}:
  parameters:
    - { name: cardId, in: path, required: true, schema: { type: string } }
  get:
    operationId: getCard
    summary: Read a card
    parameters:
      - { name: limit, in: query, required: true, schema: { type: integer, default: 20 } }
      - { name: filter, in: query, style: deepObject, schema: { type: object, properties: { colour: { type: string } } } }
      - { name: seen, in: cookie, schema: { type: string } }
    security: [{ bearer: [] }, {}]
    responses:
      "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Card" } } } }
      "401": { description: no, content: { application/problem+json: {} } }
      "4XX": { description: no, content: { application/problem+json: {} } }
      "500": { description: no, content: { application/problem+json: {} } }
      default: { description: no }
  put:
    operationId: putCard
    x-idempotent: true
    security: [{ key: [] }, { bearer: [cards:write, cards:read] }]
    requestBody:
      required: true
      content:
        text/csv: { schema: { type: string } }
        application/json: { schema: { $ref: "#/components/schemas/Card" } }
    responses:
      "204": { description: ok }
      "401": { description: no }
  delete:
    operationId: deleteCard
    security: [{ key: [] }]
    responses:
      "204": { description: ok }
/gift-cards/session:
  get:
    operationId: getSession
    parameters:
      - { name: session, in: cookie, required: true, schema: { type: string } }
    responses:
      "204": { description: ok }
`
const components = `
securitySchemes:
  bearer: { type: http, scheme: bearer }
  key: { type: apiKey, in: header, name: x-key }
schemas:
  Card:
    type: object
    required: [id, amount, colour]
    properties:
      id: { type: string, readOnly: true }
      amount: { type: integer }
      colour: { type: string, default: red }
`
const ids = ['getCard', 'putCard', 'deleteCard', 'getSession']
const files = {
  'functions/gift-cards/openapi.yaml': contract(paths, components),
  'functions/gift-cards/security.ts': 'export const key = () => undefined\n',
  ...Object.fromEntries(
    ids.map((id) => [
      `functions/gift-cards/${id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`,
      handler(id, 'undefined', 'gift-cards'),
    ]),
  ),
}

async function compile(t: TestContext): Promise<{ project: Project; giftCards: ServiceDescriptor; types: string }> {
  const project = createProject(t, files)
  await generate(project)
  const module = await import(pathToFileURL(join(project.generated, 'clients/gift-cards.js')).href)
  const types = readFileSync(join(project.generated, 'clients/gift-cards.d.ts'), 'utf8')
  return { project, giftCards: module.giftCards, types }
}

test('a descriptor says how each operation is called, and has no validator', async (t) => {
  const { giftCards, project } = await compile(t)

  assert.equal(giftCards.service, 'gift-cards')
  assert.deepEqual(giftCards.operations.getCard, {
    method: 'GET',
    path: '/gift-cards/cards/{cardId}',
    parameters: [
      { name: 'cardId', in: 'path', style: 'simple', explode: false, shape: 'scalar' },
      { name: 'limit', in: 'query', style: 'form', explode: true, shape: 'scalar' },
      { name: 'filter', in: 'query', style: 'deepObject', explode: false, shape: 'object' },
    ],
    responses: { 200: { 'application/json': 'json' } },
  })
  assert.ok(readFileSync(join(project.generated, 'clients/gift-cards.js')).length < 3_000)
})

test('JSON goes before other bodies, and the alternative that a token alone fulfils before other schemes', async (t) => {
  const { giftCards } = await compile(t)

  assert.deepEqual(giftCards.operations.putCard?.body, { type: 'application/json', kind: 'json' })
  assert.deepEqual(giftCards.operations.putCard?.scopes, ['cards:read', 'cards:write'])
  assert.equal(giftCards.operations.getCard?.scopes, undefined)
  assert.equal(giftCards.operations.putCard?.idempotent, true)
})

test('what asks for another scheme alone, or for a cookie, is not for services', async (t) => {
  const { giftCards } = await compile(t)

  assert.deepEqual(Object.keys(giftCards.operations), ['getCard', 'putCard'])
})

test('what has a default need not be sent, and is there in what is answered', async (t) => {
  const { types } = await compile(t)

  assert.match(types, /export type CardRequest = \{\s*amount: number\s*colour\?: string \| undefined\s*\}/)
  assert.match(types, /export type Card = \{\s*id: string\s*amount: number\s*colour: string\s*\}/)
  assert.match(types, /query\?: \{\s*limit\?: number \| undefined/)
  assert.match(types, /path: \{\s*cardId: string\s*\}/)
  assert.match(types, /responses: \{\s*200: \(Card\)\s*\}/)
})

test('the client of a service that is gone is removed', async (t) => {
  const ping = '/ping/now: { get: { operationId: ping, responses: { "204": { description: ok } } } }'
  const project = createProject(t, {
    ...files,
    'functions/ping/openapi.yaml': contract(ping),
    'functions/ping/ping.ts': handler('ping', 'undefined', 'ping'),
  })
  await generate(project)
  assert.ok(existsSync(join(project.generated, 'clients/gift-cards.js')))
  rmSync(join(project.functions, 'gift-cards'), { recursive: true })

  await generate(project)

  assert.deepEqual(readdirSync(join(project.generated, 'clients')).sort(), ['ping.d.ts', 'ping.js'])
})

test('a service may import the client of another one, and the kit no client', (t) => {
  const project = createProject(t, {
    'functions/orders/place-order.ts': "import { catalog } from '#clients/catalog'\n",
    'lib/kit.ts': "import { catalog } from '#clients/catalog'\n",
  })

  assert.deepEqual(
    findForbiddenImports(project).map(({ file, message }) => [file.slice(project.root.length), message]),
    [['/lib/kit.ts', 'The kit imports the client #clients/catalog.']],
  )
})
