import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { directed } from '../../../lib/contract/directions.ts'
import type { Json, OpenApiDocument, Schema } from '../../../lib/contract/document.ts'
import { loadContract } from '../../../lib/contract/load.ts'
import { listOperations } from '../../../lib/contract/operations.ts'
import { sample, sampleContent } from '../../../lib/mock/sample.ts'
import { upgrade } from '../../../lib/mock/upgrade.ts'

function documentOf(schemas: Record<string, Schema> = {}): OpenApiDocument {
  return { openapi: '3.1.0', info: { title: 'Samples', version: '1' }, components: { schemas } }
}

const empty = documentOf()
const validators = new WeakMap<OpenApiDocument, Ajv2020>()

/** Faults found by a validator of the test's own: nothing of the sampler's is trusted. */
function faultsOf(document: OpenApiDocument, schema: Schema, value: unknown): string {
  const ajv = validators.get(document) ?? new Ajv2020({ strict: false, logger: false })
  if (!validators.has(document)) addFormats.default(ajv).addSchema(document, 'document')
  validators.set(document, ajv)
  const bound = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')) as Schema
  return ajv.validate(bound as object, value) ? '' : `${JSON.stringify(value)}: ${ajv.errorsText()}`
}

function assertValid(schema: Schema, document: OpenApiDocument = empty): Json | undefined {
  const value = sample(document, schema, 'response')
  assert.notEqual(value, undefined, `nothing for ${JSON.stringify(schema)}`)
  assert.equal(faultsOf(document, schema, value), '', JSON.stringify(schema))
  return value
}

const formats = (
  'date date-time time duration email idn-email hostname ipv4 ipv6 uri uri-reference uri-template url uuid byte ' +
  'password binary json-pointer json-pointer-uri-fragment relative-json-pointer regex iso-time iso-date-time'
).split(' ')

const texts: Schema[] = [
  ...formats.map((format) => ({ type: 'string', format })),
  { type: 'string' },
  { type: 'string', minLength: 30 },
  { type: 'string', maxLength: 2 },
  { type: 'string', minLength: 3, maxLength: 3 },
  { type: 'string', format: 'email', maxLength: 10 },
  { type: 'string', format: 'email', minLength: 40 },
  { type: 'string', format: 'uri', minLength: 60 },
  { type: 'string', format: 'hostname', minLength: 80 },
  { type: 'string', format: 'byte', minLength: 33 },
  { type: 'string', format: 'ipv6', maxLength: 5 },
  { type: 'string', contentEncoding: 'base64' },
  { type: 'string', format: 'a-format-that-nobody-knows' },
  { type: 'string', not: { const: 'text' } },
  ...[
    '^[A-Z]{3}$',
    '^\\d{5}(-\\d{4})?$',
    '^[^@\\s]+@[^@\\s]+$',
    '^#[0-9a-fA-F]{6}$',
    '^\\p{Lu}\\p{Ll}+$',
    '^(?=.*\\d)[a-z\\d]{8,}$',
    '^\\+[1-9]\\d{1,14}$',
    '^/v\\d+/.*$',
    '^(foo|bar)+$',
    'x-',
    '^(?:[a-z]\\.){2,}$',
    '^[\\w.-]+\\.(?:png|jpe?g)$',
  ].map((pattern) => ({ type: 'string', pattern })),
  { type: 'string', pattern: '^[a-z]+$', minLength: 20, maxLength: 25 },
]

const numbers: Schema[] = [
  { type: 'integer' },
  { type: 'number' },
  { type: 'integer', minimum: 5, maximum: 25 },
  { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
  { type: 'integer', multipleOf: 7, minimum: 50 },
  { type: 'number', multipleOf: 0.01 },
  { type: 'number', multipleOf: 2.5, minimum: 3 },
  { type: 'number', minimum: -3.5, maximum: -3.4 },
  { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.001 },
  { type: 'integer', maximum: -10 },
  { type: 'integer', minimum: 1_000_000_000, format: 'int32' },
  { type: 'integer', minimum: 9_007_199_254_740_000 },
  { type: 'integer', not: { const: 1 } },
  {
    allOf: [
      { type: 'integer', multipleOf: 4 },
      { multipleOf: 6, minimum: 13 },
    ],
  },
]

const fixed: Schema[] = [
  true,
  {},
  { type: 'boolean' },
  { type: 'null' },
  { type: ['null', 'string'] },
  { const: 5 },
  { enum: [null, 'a'] },
  { not: { type: 'string' } },
]

const composed: Schema[] = [
  { type: 'object', minProperties: 3 },
  { type: 'object', required: ['x', 'y'], additionalProperties: { type: 'boolean' } },
  { type: 'object', maxProperties: 1, properties: { a: {}, b: {}, c: {} }, required: ['b'] },
  { type: 'object', additionalProperties: false, properties: { a: { type: 'string' }, b: false } },
  { type: 'object', minProperties: 2, propertyNames: { pattern: '^x-[a-z]+$' } },
  { type: 'object', minProperties: 2, propertyNames: { enum: ['p', 'q'] } },
  { type: 'object', minProperties: 2, patternProperties: { '^S_': { type: 'integer' } }, additionalProperties: false },
  { type: 'object', minProperties: 2, properties: { a: {} }, unevaluatedProperties: { type: 'integer' } },
  { type: 'object', properties: { a: {}, b: {} }, dependentRequired: { a: ['c'] } },
  {
    type: 'object',
    properties: { a: {} },
    dependentSchemas: { a: { required: ['n'], properties: { n: { const: 4 } } } },
  },
  { allOf: [{ properties: { a: { type: 'string' } }, required: ['a'] }, { properties: { a: { minLength: 9 } } }] },
  { allOf: [{ type: 'object', properties: { a: {} }, additionalProperties: false }, { properties: { b: {} } }] },
  { type: 'object', allOf: [{ properties: { a: {} } }, { properties: { b: {} } }], unevaluatedProperties: false },
  { oneOf: [{ type: 'number' }, { type: 'integer' }] },
  {
    oneOf: [
      { type: 'object', required: ['a'] },
      { type: 'object', required: ['b'] },
    ],
  },
  { anyOf: [{ type: 'string', maxLength: 2 }, { type: 'integer' }] },
  {
    type: 'object',
    anyOf: [{ required: ['a'] }, { required: ['b'] }],
    oneOf: [
      { properties: { c: { const: 1 } }, required: ['c'] },
      { properties: { c: { const: 2 } }, required: ['c'] },
    ],
  },
  {
    type: 'object',
    required: ['country'],
    properties: { country: { enum: ['US', 'DE'] } },
    if: { properties: { country: { const: 'US' } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { zip: { type: 'string', pattern: '^\\d{5}$' } }, required: ['zip'] },
    else: { required: ['city'] },
  },
  { type: 'array', minItems: 5, items: { type: 'string' } },
  { type: 'array', maxItems: 0 },
  { type: 'array', items: false },
  { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
  { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer' }, minItems: 4 },
  { type: 'array', contains: { const: 3 }, minContains: 2, items: { type: 'integer' } },
  { type: 'array', uniqueItems: true, minItems: 2, items: { type: 'boolean' } },
  { type: 'array', uniqueItems: true, minItems: 3, items: { oneOf: [{ const: 'a' }, { const: 'b' }, { const: 'c' }] } },
  { type: 'array', uniqueItems: true, minItems: 100, items: { type: 'integer' } },
]

describe('B12 a sample is valid against its own schema', () => {
  const holders: Record<string, (schema: Schema) => Schema> = {
    'by itself': (schema) => schema,
    'as a property': (schema) => ({ type: 'object', required: ['value'], properties: { value: schema } }),
    'behind a choice': (schema) => ({ oneOf: [schema, { const: 'another' }] }),
    'as one part of two': (schema) => ({ allOf: [{ description: 'the other part' }, schema] }),
    'in a dictionary': (schema) => ({ type: 'object', additionalProperties: schema, minProperties: 2 }),
  }
  for (const [place, hold] of Object.entries(holders)) {
    test(place, () => {
      for (const schema of [...texts, ...numbers, ...fixed, ...composed]) assertValid(hold(schema))
    })
  }

  test('in a list of different ones', () => {
    for (const items of [...texts, ...numbers]) assertValid({ type: 'array', minItems: 3, uniqueItems: true, items })
  })

  for (const name of ['petstore-3.0.yaml', 'petstore-3.1.yaml']) {
    test(`in every place of ${name}, in both directions`, async () => {
      const file = join(import.meta.dirname, '../../fakes', name)
      const { document: loaded, faults } = await loadContract(file, { lenient: true })
      assert.deepEqual(faults, [])
      assert.ok(loaded)
      const document = upgrade(loaded, file)

      let checked = 0
      for (const { parameters, body, responses } of listOperations(document)) {
        const sent = [...parameters, ...Object.values(body?.content ?? {})]
        const answered = responses.flatMap(([, { content = {} }]) => Object.values(content))
        for (const [direction, contents] of [['request', sent] as const, ['response', answered] as const]) {
          for (const content of contents) {
            const value = sampleContent(document, content, direction)
            if (content.schema === undefined) continue
            assert.equal(faultsOf(directed(document, direction), content.schema, value), '')
            checked++
          }
        }
      }
      assert.ok(checked >= 8, `${checked} checked`)
    })
  }
})

describe('B12 what a sample is made of', () => {
  test('the example of the media type goes before all others', () => {
    const schema = { type: 'string', examples: ['of the schema'] }

    assert.equal(sampleContent(empty, { schema, example: 'of the place' }, 'response'), 'of the place')
    assert.equal(sampleContent(empty, { schema, examples: { a: { value: 'a' }, b: { value: 'b' } } }, 'response'), 'a')
    assert.equal(sampleContent(empty, { schema }, 'response'), 'of the schema')
  })

  test('a named example can be asked for, also one behind a reference; an unknown name is the first', () => {
    const document = documentOf()
    document.components = { ...document.components, examples: { shared: { value: 'shared' } } }
    const content = { examples: { a: { value: 'a' }, b: { $ref: '#/components/examples/shared' } } }

    assert.equal(sampleContent(document, content, 'response', { example: 'b' }), 'shared')
    assert.equal(sampleContent(document, content, 'response', { example: 'toString' }), 'a')
  })

  test('an example goes before a default, a default before an enum, an enum before anything made up', () => {
    const allowed = ['first', 'second', 'third']

    assert.equal(assertValid({ type: 'string', enum: allowed, default: 'second', examples: ['third'] }), 'third')
    assert.equal(assertValid({ type: 'string', enum: allowed, default: 'second' }), 'second')
    assert.equal(assertValid({ type: 'string', enum: allowed }), 'first')
  })

  test("a schema's example that breaks the schema is passed over", () => {
    assert.equal(assertValid({ type: 'integer', examples: ['seven', 7] }), 7)
    assert.equal(assertValid({ type: 'integer', default: 'seven' }), 1)
  })

  test('examples of properties make the example of an object', () => {
    const value = assertValid({
      type: 'object',
      properties: { id: { examples: ['p-1'] }, price: { type: 'number', minimum: 1, default: 2 } },
    })

    assert.deepEqual(value, { id: 'p-1', price: 2 })
  })

  test('texts and numbers are what their names say', () => {
    const names = ['email', 'firstName', 'city', 'homepageUrl', 'createdAt', 'currency', 'breedOfDog']
    const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]))

    assert.deepEqual(assertValid({ properties: { ...properties, price: { type: 'number' } }, type: 'object' }), {
      email: 'ada@example.com',
      firstName: 'Ada',
      city: 'Berlin',
      homepageUrl: 'https://example.com/1',
      createdAt: '2026-03-14T09:26:53Z',
      currency: 'EUR',
      breedOfDog: 'breed of dog',
      price: 19.99,
    })
  })

  test('the same schema gets the same value', () => {
    const schema = { type: 'object', properties: { id: { format: 'uuid' }, at: { format: 'date-time' } } }

    assert.deepEqual(sample(empty, schema, 'response'), sample(empty, schema, 'response'))
  })
})

describe('B10 samples of schemas that refer to each other', () => {
  const node: Schema = {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'integer' },
      parent: { $ref: '#/components/schemas/Node' },
      children: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
    },
  }
  const list: Schema = {
    oneOf: [
      {
        type: 'object',
        required: ['head', 'tail'],
        properties: { head: { type: 'integer' }, tail: { $ref: '#/components/schemas/List' } },
      },
      { type: 'null' },
    ],
  }

  test('a schema that contains itself ends where it may', () => {
    const document = documentOf({ Node: node, List: list })

    assert.deepEqual(assertValid({ $ref: '#/components/schemas/Node' }, document), { id: 1, children: [] })
    assertValid({ $ref: '#/components/schemas/List' }, document)
  })

  test('a schema that requires itself has no sample, and whatever may do without it does', () => {
    const never: Schema = { type: 'object', required: ['n'], properties: { n: { $ref: '#/components/schemas/Never' } } }
    const holder: Schema = {
      type: 'object',
      properties: { n: { $ref: '#/components/schemas/Never' }, ok: { type: 'boolean' } },
    }
    const document = documentOf({ Never: never, Holder: holder })

    assert.equal(sample(document, { $ref: '#/components/schemas/Never' }, 'response'), undefined)
    assert.deepEqual(assertValid({ $ref: '#/components/schemas/Holder' }, document), { ok: true })
  })

  test('a discriminator says which alternative was taken', () => {
    const kind = { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } }
    const document = documentOf({
      Cat: kind,
      Dog: kind,
      Base: { ...kind, discriminator: { propertyName: 'kind' } },
      Bird: { allOf: [{ $ref: '#/components/schemas/Base' }] },
      Pet: {
        anyOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
        discriminator: { propertyName: 'kind', mapping: { kitty: '#/components/schemas/Cat' } },
      },
    })

    assert.deepEqual(assertValid({ $ref: '#/components/schemas/Pet' }, document), { kind: 'kitty' })
    assert.deepEqual(assertValid({ $ref: '#/components/schemas/Bird' }, document), { kind: 'Bird' })
  })

  test('requests have no readOnly properties, responses no writeOnly ones', () => {
    const account: Schema = {
      type: 'object',
      required: ['id', 'password'],
      properties: {
        id: { type: 'integer', readOnly: true },
        password: { type: 'string', writeOnly: true, default: 'x' },
      },
    }
    const document = documentOf({ Account: account })

    assert.deepEqual(sample(document, { $ref: '#/components/schemas/Account' }, 'request'), { password: 'x' })
    assert.deepEqual(sample(document, { $ref: '#/components/schemas/Account' }, 'response'), { id: 1 })
    assert.deepEqual(sample(document, account, 'response'), { id: 1 })
  })
})

describe('a schema that no value can satisfy, or only one that is beyond the sampler', () => {
  test('has no sample where there is nothing to begin with', () => {
    assert.equal(sample(empty, false, 'response'), undefined)
    assert.equal(
      sample(empty, { type: 'array', minItems: 3, uniqueItems: true, items: { const: 1 } }, 'response'),
      undefined,
    )
  })

  test('has one that is wrong where something has to be there, and is left out where it may be', () => {
    const schema = {
      type: 'object',
      required: ['must'],
      properties: {
        must: { type: 'string', pattern: '^(a)\\1(?<!a)$' },
        may: { type: 'integer', minimum: 5, maximum: 4 },
      },
    }

    assert.deepEqual(sample(empty, schema, 'response'), { must: 'must' })
  })
})
