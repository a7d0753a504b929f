import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { generate } from '../../../lib/contract/generate.ts'
import type { Project } from '../../../lib/contract/project.ts'
import { boundErrors } from '../../../lib/contract/validator-code.ts'
import type { Operation, Validator } from '../../../lib/endpoint/operation.ts'
import { contract, createProject, handler, writeFiles } from '../../fakes/project.ts'

const paths = `
/shop/items/{itemId}:
  put:
    operationId: putItem
    parameters:
      - { name: itemId, in: path, required: true, schema: { type: integer } }
      - { name: X-Trace, in: header, schema: { type: string } }
      - { name: limit, in: query, schema: { type: integer, default: 20 } }
    requestBody:
      required: true
      content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } }
    responses:
      "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } } }
      "204": { description: nothing has changed }
`
const components = `
schemas:
  Item:
    description: Something to sell.
    type: object
    required: [id, name]
    additionalProperties: false
    properties:
      id: { type: string, readOnly: true }
      name: { type: string, minLength: 1 }
      colour: { type: string, enum: [red, blue], default: red }
      secret: { type: string, writeOnly: true }
      parts: { type: array, items: { $ref: "#/components/schemas/Item" } }
`
const files = {
  'functions/shop/openapi.yaml': contract(paths, components),
  'functions/shop/put-item.ts': handler('putItem', 'undefined'),
}

async function importOperation(project: Project): Promise<Operation> {
  const module = await import(pathToFileURL(join(project.generated, 'contracts/shop/putItem.js')).href)
  return module.putItem
}

const check = (validator: Validator | undefined, data: unknown): boolean => validator?.(data) ?? false

test('an operation carries its method, path, parameters and success', async (context) => {
  const project = createProject(context, files)

  await generate(project)

  const operation = await importOperation(project)
  assert.equal(operation.method, 'PUT')
  assert.equal(operation.path, '/shop/items/{itemId}')
  assert.equal(operation.success, 200)
  assert.deepEqual(
    operation.parameters.map(({ name, in: place, types }) => [name, place, types]),
    [
      ['itemId', 'path', ['integer']],
      ['x-trace', 'header', ['string']],
      ['limit', 'query', ['integer']],
    ],
  )
})

test('B10 a readOnly property is required of the response and refused in the request', async (context) => {
  const project = createProject(context, files)
  await generate(project)
  const operation = await importOperation(project)
  const request = operation.body?.content['application/json']?.validator
  const response = operation.responses[200]?.content['application/json']?.validator

  assert.equal(check(request, { name: 'a' }), true)
  assert.equal(check(request, { id: '1', name: 'a' }), false)
  assert.equal(check(request, { name: 'a', parts: [{ id: '1', name: 'b' }] }), false)
  assert.equal(check(response, { name: 'a' }), false)
  assert.equal(check(response, { id: '1', name: 'a' }), true)
  assert.equal(check(response, { id: '1', name: 'a', secret: 's' }), false)
})

test('B10 defaults are filled into requests and never into responses', async (context) => {
  const project = createProject(context, files)
  await generate(project)
  const operation = await importOperation(project)
  const query = {}
  const body = { name: 'a' }
  const answer = { id: '1', name: 'a' }

  check(operation.validators.query, query)
  check(operation.body?.content['application/json']?.validator, body)
  check(operation.responses[200]?.content['application/json']?.validator, answer)

  assert.deepEqual(query, { limit: 20 })
  assert.deepEqual(body, { name: 'a', colour: 'red' })
  assert.deepEqual(answer, { id: '1', name: 'a' })
})

test('B10 a schema that request and response share fills defaults into the one and leaves the other alone', async (context) => {
  const shared = components.replace(', readOnly: true', '').replace(', writeOnly: true', '')
  const project = createProject(context, { ...files, 'functions/shop/openapi.yaml': contract(paths, shared) })
  await generate(project)
  const operation = await importOperation(project)
  const body = { id: '1', name: 'a' }
  const answer = { id: '1', name: 'a' }

  check(operation.body?.content['application/json']?.validator, body)
  check(operation.responses[200]?.content['application/json']?.validator, answer)

  assert.deepEqual(body, { id: '1', name: 'a', colour: 'red' })
  assert.deepEqual(answer, { id: '1', name: 'a' })
})

test('types say what a handler sees in each direction', async (context) => {
  const project = createProject(context, files)

  await generate(project)

  const types = readFileSync(join(project.generated, 'contracts/shop/index.d.ts'), 'utf8')
  const [response = '', request = ''] = types.split('export type ItemRequest')
  assert.match(
    response,
    /Something to sell\.\n \*\/\nexport type Item = \{\nid: string\nname: string\ncolour\?: \("red"\) \| \("blue"\) \| undefined/,
  )
  assert.doesNotMatch(response, /secret/)
  assert.match(
    request,
    /= \{\nname: string\ncolour: \("red"\) \| \("blue"\)\nsecret\?: string \| undefined\nparts\?: \(ItemRequest\)\[\]/,
  )
  assert.match(types, /query: \{\nlimit: number\n\}/)
  assert.match(types, /204: \{ body: undefined; headers: \{\} \}/)
})

test('what has not changed is not written again, and what is gone is removed', async (context) => {
  const project = createProject(context, files)
  await generate(project)

  const second = await generate(project)
  writeFiles(project.root, {
    'functions/shop/openapi.yaml': contract(paths.replaceAll('putItem', 'storeItem'), components),
    'functions/shop/store-item.ts': handler('storeItem', 'undefined'),
  })
  rmSync(join(project.root, 'functions/shop/put-item.ts'))
  const third = await generate(project)

  assert.deepEqual(second.written, [])
  assert.ok(third.written.some((file) => file.endsWith('storeItem.js')))
  assert.equal(existsSync(join(project.generated, 'contracts/shop/putItem.js')), false)
})

test("the version is the package's and the commit can be given", async (context) => {
  const project = createProject(context, files)
  process.env.COMMIT = 'abc123'
  context.after(() => delete process.env.COMMIT)

  const { release } = await generate(project)

  assert.deepEqual(release, { version: '2.3.4', commit: 'abc123' })
})

test('a body of a hundred thousand wrong items costs no more memory than a thousand faults', async (context) => {
  const project = createProject(context, files)
  await generate(project)
  const operation = await importOperation(project)
  const validator = operation.body?.content['application/json']?.validator

  check(validator, { name: 'a', parts: Array.from({ length: 100_000 }, () => ({ name: '' })) })

  const errors = validator?.errors?.filter(() => true) ?? []
  assert.ok(errors.length > 100 && errors.length <= 1_001, String(errors.length))
})

test('code of ajv that the bound does not know is refused, not passed on unbounded', () => {
  assert.throws(() => boundErrors('vErrors = vErrors.concat(other)'), /ajv generates code/)
})
