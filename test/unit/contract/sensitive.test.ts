import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadContract } from '../../../lib/contract/load.ts'
import { listOperations } from '../../../lib/contract/operations.ts'
import { listSensitive } from '../../../lib/contract/sensitive.ts'
import { contract, createProject } from '../../fakes/project.ts'

test('x-sensitive is found at parameters and members, behind references and in parts, and at a schema that refers to itself', async (context) => {
  const project = createProject(context, {
    'functions/clinic/openapi.yaml': contract(
      `
/clinic/patients:
  post:
    operationId: admit
    parameters:
      - { name: X-Insurance, in: header, x-sensitive: true, schema: { type: string } }
      - { name: ward, in: query, schema: { type: string } }
      - { name: doctor, in: query, schema: { type: string, x-sensitive: true } }
    requestBody:
      content: { application/json: { schema: { $ref: '#/components/schemas/Patient' } } }
    responses:
      "200":
        description: ok
        content: { application/json: { schema: { allOf: [{ properties: { bill: { x-sensitive: true }, open: { x-sensitive: false } } }] } } }
`,
      `schemas:
  Address: { type: object, x-sensitive: true, properties: { street: { type: string } } }
  Patient:
    type: object
    properties:
      address: { $ref: '#/components/schemas/Address' }
      relatives: { type: array, items: { $ref: '#/components/schemas/Patient' } }
      illness: { type: string, x-sensitive: yes }
      bed: { type: integer }
`,
    ),
  })
  const { document } = await loadContract(join(project.functions, 'clinic', 'openapi.yaml'))
  assert.ok(document)
  const [operation] = listOperations(document)
  assert.ok(operation)

  assert.deepEqual(listSensitive(document, operation), ['address', 'bill', 'doctor', 'illness', 'x-insurance'])
})
