import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OpenApiDocument, Schema } from '../../../lib/contract/document.ts'
import { ContractError } from '../../../lib/contract/fault.ts'
import { upgrade } from '../../../lib/mock/upgrade.ts'

const info = { title: 'Old', version: '1' }

/** One schema of an OpenAPI 3.0 document, as OpenAPI 3.1 has it. */
function upgraded(schema: object): Schema | undefined {
  const document = { openapi: '3.0.3', info, components: { schemas: { It: schema as Schema } } }
  return upgrade(document, 'old.yaml').components?.schemas?.It
}

describe('an OpenAPI 3.0 document becomes one of 3.1', () => {
  test('nullable becomes a type', () => {
    assert.deepEqual(upgraded({ type: 'string', nullable: true }), { type: ['string', 'null'] })
    assert.deepEqual(upgraded({ type: 'string', nullable: false }), { type: 'string' })
  })

  test('nullable beside a composition becomes an alternative, and readOnly still counts for both', () => {
    const composed = { allOf: [{ $ref: '#/components/schemas/Other' }], nullable: true, readOnly: true }

    assert.deepEqual(upgraded(composed), {
      readOnly: true,
      anyOf: [{ allOf: [{ $ref: '#/components/schemas/Other' }] }, { type: 'null' }],
    })
  })

  test('nullable beside nothing says nothing', () => {
    assert.deepEqual(upgraded({ nullable: true, description: 'anything' }), { description: 'anything' })
  })

  test('exclusive bounds become bounds of their own', () => {
    assert.deepEqual(
      upgraded({ type: 'integer', minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false }),
      { type: 'integer', exclusiveMinimum: 0, maximum: 9 },
    )
    assert.deepEqual(upgraded({ type: 'integer', exclusiveMaximum: true }), { type: 'integer' })
  })

  test('an example becomes one of the examples, also where it is null', () => {
    assert.deepEqual(upgraded({ type: 'string', example: 'a' }), { type: 'string', examples: ['a'] })
    assert.deepEqual(upgraded({ type: 'string', nullable: true, example: null }), {
      type: ['string', 'null'],
      examples: [null],
    })
  })

  test('bytes are encoded, binary is a media type', () => {
    assert.deepEqual(upgraded({ type: 'string', format: 'byte' }), {
      type: 'string',
      format: 'byte',
      contentEncoding: 'base64',
    })
    assert.deepEqual(upgraded({ type: 'string', format: 'binary' }), {
      type: 'string',
      contentMediaType: 'application/octet-stream',
    })
  })

  test('what stands beside a reference is dropped, as 3.0 has it', () => {
    const reference = { $ref: '#/components/schemas/Other', description: 'ignored', nullable: true }

    assert.deepEqual(upgraded({ type: 'array', items: reference }), {
      type: 'array',
      items: { $ref: '#/components/schemas/Other' },
    })
  })

  test('a property, an example or an extension that looks like a keyword is left alone', () => {
    const schema = {
      type: 'object',
      properties: { nullable: { type: 'boolean' }, example: { type: 'string', nullable: true } },
      default: { nullable: true, example: 1 },
      'x-hint': { schema: { nullable: true } },
    }

    assert.deepEqual(upgraded(schema), {
      type: 'object',
      properties: { nullable: { type: 'boolean' }, example: { type: ['string', 'null'] } },
      default: { nullable: true, example: 1 },
      'x-hint': { schema: { nullable: true } },
    })
  })

  test('schemas are found in every place of the document, and nothing else is touched', () => {
    const old: Schema = { type: 'string', nullable: true }
    const content = { 'application/json': { schema: old, example: { nullable: true } } }
    const operation = {
      parameters: [{ name: 'q', in: 'query' as const, schema: old }],
      requestBody: { content },
      responses: { 200: { content, headers: { 'X-Next': { schema: old } } } },
      callbacks: { done: { '{$request.body#/url}': { post: { requestBody: { content } } } } },
    }
    const document: OpenApiDocument = { openapi: '3.0.0', info, paths: { '/a': { get: operation } } }

    const text = JSON.stringify(upgrade(document, 'old.yaml'))

    assert.equal(text.match(/"type":\["string","null"\]/g)?.length, 5)
    assert.equal(text.match(/"nullable":true/g)?.length, 3)
    assert.match(text, /^\{"openapi":"3\.1\.0"/)
  })

  test('the document itself is not changed', () => {
    const document = { openapi: '3.0.3', info, components: { schemas: { It: { type: 'string', nullable: true } } } }
    const before = structuredClone(document)

    upgrade(document, 'old.yaml')

    assert.deepEqual(document, before)
  })
})

test('an OpenAPI 3.1 document stays as it is', () => {
  const document = { openapi: '3.1.1', info }

  assert.equal(upgrade(document, 'new.yaml'), document)
})

test('Swagger 2.0 and versions that are not known are refused with what to do', () => {
  const swagger = { swagger: '2.0', info, paths: {} } as unknown as OpenApiDocument

  assert.throws(
    () => upgrade(swagger, '/shop/swagger.json'),
    (error) =>
      error instanceof ContractError && /Swagger\), which is not supported\.\n\s+Convert it/.test(error.message),
  )
  assert.throws(() => upgrade({ openapi: '4.0.0', info }, 'next.yaml'), /OpenAPI 4\.0\.0\.\n\s+OpenAPI 3\.0 and 3\.1/)
})
