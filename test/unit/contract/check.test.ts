import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { ContractError, type ContractFault, formatFault } from '../../../lib/contract/fault.ts'
import { generate } from '../../../lib/contract/generate.ts'
import { contract, createProject, handler } from '../../fakes/project.ts'

const ok = `responses: { "200": { description: ok } }`

async function faultsOf(
  context: TestContext,
  files: Record<string, string>,
): Promise<{ faults: readonly ContractFault[]; text: string[] }> {
  const project = createProject(context, files)
  try {
    await generate(project)
  } catch (error) {
    assert.ok(error instanceof ContractError, String(error))
    return { faults: error.faults, text: error.faults.map((fault) => formatFault(fault, project.root)) }
  }
  throw new Error('the contract was accepted')
}

const getItem = `
/shop/items/{itemId}:
  get:
    operationId: getItem
    parameters: [{ name: itemId, in: path, required: true, schema: { type: string } }]
    ${ok}
`

test('B11 a reference that leads nowhere is refused with its file, line and operation', async (context) => {
  const paths = `
/shop/items:
  get:
    operationId: listItems
    responses:
      "200":
        description: ok
        content: { application/json: { schema: { $ref: "#/components/schemas/Itm" } } }
`
  const { text } = await faultsOf(context, {
    'functions/shop/openapi.yaml': contract(paths, 'schemas: { Item: { type: object } }'),
    'functions/shop/list-items.ts': handler('listItems', '[]'),
  })

  assert.match(text[0] ?? '', /^functions\/shop\/openapi\.yaml:11:\d+ \(listItems\) Can't resolve \$ref/)
})

test('B11 an operationId that stands twice is refused with its place', async (context) => {
  const paths = `
/shop/a: { get: { operationId: getA, ${ok} } }
/shop/b: { get: { operationId: getA, ${ok} } }
`
  const { text } = await faultsOf(context, {
    'functions/shop/openapi.yaml': contract(paths),
    'functions/shop/get-a.ts': handler('getA', '1'),
  })

  assert.match(
    text[0] ?? '',
    /^functions\/shop\/openapi\.yaml:6:\d+ .*Every operation must have a unique `operationId`/,
  )
})

test('B11 two paths that one request fits are refused', async (context) => {
  const paths = `
/shop/{a}: { get: { operationId: getA, parameters: [{ name: a, in: path, required: true, schema: { type: string } }], ${ok} } }
/shop/{b}: { put: { operationId: getB, parameters: [{ name: b, in: path, required: true, schema: { type: string } }], ${ok} } }
`
  const { text } = await faultsOf(context, {
    'functions/shop/openapi.yaml': contract(paths),
    'functions/shop/get-a.ts': handler('getA', '1'),
    'functions/shop/get-b.ts': handler('getB', '1'),
  })

  assert.ok(
    text.some((line) => /openapi\.yaml:6:\d+ .*`\/shop\/\{a\}` and `\/shop\/\{b\}`/.test(line)),
    text.join('\n'),
  )
})

test('B11 an operation without a handler is refused with the file to write', async (context) => {
  const { text } = await faultsOf(context, { 'functions/shop/openapi.yaml': contract(getItem) })

  assert.match(
    text[0] ?? '',
    /openapi\.yaml:7:\d+ \(getItem\) getItem has no handler\.\n {4}Add functions\/shop\/get-item\.ts/,
  )
})

test('B11 a handler without an operation is refused with its file', async (context) => {
  const { text } = await faultsOf(context, {
    'functions/shop/openapi.yaml': contract(getItem),
    'functions/shop/get-item.ts': handler('getItem', '1'),
    'functions/shop/get-itm.ts': handler('getItm', '1'),
    'functions/shop/items.ts': 'export const items = []\n',
  })

  assert.equal(text.length, 1)
  assert.match(text[0] ?? '', /^functions\/shop\/get-itm\.ts This handler has no operation\./)
})

test('B11 a security scheme that nobody has configured is refused: nothing is silently open', async (context) => {
  const paths = `
/shop/items:
  get:
    operationId: listItems
    security: [{ key: [] }]
    ${ok}
`
  const { text } = await faultsOf(context, {
    'functions/shop/openapi.yaml': contract(
      paths,
      'securitySchemes: { key: { type: apiKey, in: header, name: x-key } }',
    ),
    'functions/shop/list-items.ts': handler('listItems', '[]'),
  })

  assert.match(text[0] ?? '', /openapi\.yaml:8:\d+ \(listItems\) Nobody has configured the security scheme key/)
})

test('B11 an operation that says nothing about security is refused', async (context) => {
  const { text } = await faultsOf(context, {
    'functions/shop/openapi.yaml': contract(getItem).replace('security: []\n', ''),
    'functions/shop/get-item.ts': handler('getItem', '1'),
  })

  assert.match(text[0] ?? '', /\(getItem\) Every operation should have security defined/)
})

for (const [what, path, message] of [
  ['outside its service', '/items', /The path \/items does not begin with \/shop/],
  ["in the place that is the kit's", '/shop/-/health', /uses \/-\/, which is the kit's/],
  ['with text beside a parameter', '/shop/{id}.json', /mixes a parameter with text/],
  ['with a slash at its end', '/shop/', /has an empty segment/],
] as const) {
  test(`a path ${what} is refused`, async (context) => {
    const parameters = path.includes('{')
      ? 'parameters: [{ name: id, in: path, required: true, schema: { type: string } }],'
      : ''
    const { text } = await faultsOf(context, {
      'functions/shop/openapi.yaml': contract(`${path}: { get: { operationId: getIt, ${parameters} ${ok} } }`),
      'functions/shop/get-it.ts': handler('getIt', '1'),
    })

    assert.ok(
      text.some((line) => message.test(line)),
      text.join('\n'),
    )
  })
}

test('an x-smoke that does not say why is refused', async (context) => {
  const { text } = await faultsOf(context, {
    'functions/shop/openapi.yaml': contract(
      getItem.replace('operationId: getItem', 'operationId: getItem\n    x-smoke: false'),
    ),
    'functions/shop/get-item.ts': handler('getItem', '1'),
  })

  assert.deepEqual(text.length, 1)
  assert.match(text[0] ?? '', /^functions\/shop\/openapi\.yaml:8:\d+ \(getItem\) x-smoke of getItem is no text\./)
})

test('every fault of every contract is told at once, each with its file', async (context) => {
  const { text } = await faultsOf(context, {
    'functions/shop/openapi.yaml': contract(getItem),
    'functions/stock/openapi.yaml': contract('/stock/{id}: { get: { operationId: Get_Stock, responses: {} } }'),
    'functions/broken/openapi.yaml': 'openapi: 3.1.0\n  info: [',
  })

  for (const service of ['shop', 'stock', 'broken']) {
    assert.ok(
      text.some((line) => line.startsWith(`functions/${service}/openapi.yaml:`)),
      `${service}\n${text.join('\n')}`,
    )
  }
})

test('nothing is written while a contract has a fault', async (context) => {
  const project = createProject(context, { 'functions/shop/openapi.yaml': contract(getItem) })

  await assert.rejects(generate(project), ContractError)

  const { existsSync } = await import('node:fs')
  assert.equal(existsSync(project.generated), false)
})

test('an x-cors that does not close is refused: what it opened would be open in silence', async (context) => {
  const paths = `
/shop/a: { get: { operationId: getA, x-cors: true, ${ok} } }
/shop/b: { get: { operationId: getB, x-cors: false, ${ok} } }
`
  const { text } = await faultsOf(context, {
    'functions/shop/openapi.yaml': contract(paths),
    'functions/shop/get-a.ts': handler('getA', '1'),
    'functions/shop/get-b.ts': handler('getB', '1'),
  })

  assert.equal(text.length, 1)
  assert.match(text[0] ?? '', /\(getA\) The x-cors of getA is not false\./)
})

for (const [id, message] of [
  ['delete', 'is a word of JavaScript'],
  ['then', 'would make a promise of what has it'],
] as const)
  test(`an operationId that cannot be the name of an export is refused: ${id}`, async (context) => {
    const { text } = await faultsOf(context, {
      'functions/shop/openapi.yaml': contract(`/shop/a: { get: { operationId: ${id}, ${ok} } }`),
      [`functions/shop/${id}.ts`]: 'export const handler = () => ({})',
    })

    assert.match(text.join('\n'), new RegExp(`openapi\\.yaml:5:\\d+ \\(${id}\\) The operationId ${id} ${message}\\.`))
  })
