import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { createPlaceFinder } from '../../../../lib/contract/diff/find-place.ts'
import { createProject } from '../../../fakes/project.ts'

const contract = `openapi: 3.1.0
paths:
  /shop/items:
    get:
      parameters:
        - $ref: "#/components/parameters/Limit"
        - { name: q, in: query }
      responses:
        "200": { content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } } }
        "404": { $ref: "../problem.yaml#/responses/NotFound" }
components:
  parameters:
    Limit:
      name: limit
      in: query
      schema: { type: integer }
  schemas:
    Item:
      allOf:
        - $ref: "#/components/schemas/Base"
        - properties:
            price: { type: number }
    Base:
      properties:
        name: { type: string }
`
const problem = `responses:
  NotFound:
    description: Not there.
    content:
      application/problem+json:
        schema:
          type: object
`

test('a place is found over references, through allOf, by the name of a parameter, and in other files', (context) => {
  const { functions } = createProject(context, {
    'functions/shop/openapi.yaml': contract,
    'functions/problem.yaml': problem,
  })
  const file = join(functions, 'shop', 'openapi.yaml')
  const find = createPlaceFinder()
  const get = ['paths', '/shop/items', 'get']
  const body = [...get, 'responses', '200', 'content', 'application/json', 'schema', 'properties']
  const at = (...path: string[]): string => {
    const place = find(file, path)
    return `${place.file.slice(functions.length + 1)}:${place.line} ${place.pointer}`
  }

  assert.equal(at(...get), 'shop/openapi.yaml:4 /paths/~1shop~1items/get')
  assert.equal(
    at(...get, 'parameters', 'query limit', 'schema', 'type'),
    'shop/openapi.yaml:16 /components/parameters/Limit/schema/type',
  )
  assert.equal(at(...get, 'parameters', 'query q'), 'shop/openapi.yaml:7 /paths/~1shop~1items/get/parameters/1')
  assert.equal(
    at(...body, 'price', 'type'),
    'shop/openapi.yaml:22 /components/schemas/Item/allOf/1/properties/price/type',
  )
  assert.equal(at(...body, 'name'), 'shop/openapi.yaml:25 /components/schemas/Base/properties/name')
  assert.equal(
    at(...get, 'responses', '404', 'content', 'application/problem+json', 'schema', 'type'),
    'problem.yaml:7 /responses/NotFound/content/application~1problem+json/schema/type',
  )
})

test('what is gone is found at its nearest parent', (context) => {
  const { functions } = createProject(context, { 'functions/shop/openapi.yaml': contract })
  const find = createPlaceFinder()

  const { line, pointer } = find(join(functions, 'shop', 'openapi.yaml'), [
    'paths',
    '/shop/items',
    'put',
    'requestBody',
  ])

  assert.equal(line, 3)
  assert.equal(pointer, '/paths/~1shop~1items')
})
