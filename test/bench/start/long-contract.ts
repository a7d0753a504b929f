import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Subject } from '../subject.ts'

const service = 'inventory'

/** One resource of the contract: two operations and a schema of twelve properties. */
function resource(name: string): { paths: string; schema: string } {
  const title = name[0]?.toUpperCase() + name.slice(1)
  const parameters = ['limit', 'offset', 'colour', 'maker']
    .map(
      (parameter, at) => `        - name: ${parameter}
          in: query
          description: The ${parameter}.
          schema:
            type: ${at < 2 ? 'integer' : 'string'}
            ${at < 2 ? 'minimum: 0' : 'maxLength: 40'}`,
    )
    .join('\n')
  const paths = `  /${service}/${name}s:
    get:
      operationId: list${title}s
      summary: List the ${name}s
      parameters:
${parameters}
      responses:
        "200":
          description: The ${name}s.
          content:
            application/json:
              schema:
                type: array
                items:
                  $ref: "#/components/schemas/${title}"
        "400":
          $ref: "../problem.yaml#/responses/BadRequest"
    post:
      operationId: add${title}
      summary: Add a ${name}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              $ref: "#/components/schemas/${title}"
      responses:
        "200":
          description: The ${name} that was added.
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/${title}"
        "400":
          $ref: "../problem.yaml#/responses/BadRequest"
`
  const properties = Array.from({ length: 12 }, (_, at) =>
    [
      `        property${at}:`,
      `          type: ${['string', 'integer', 'boolean'][at % 3]}`,
      ...(at % 3 === 0 ? ['          maxLength: 80'] : []),
    ].join('\n'),
  )
  const schema = [
    `    ${title}:`,
    '      type: object',
    '      required: [property0, property1]',
    '      properties:',
    ...properties,
  ].join('\n')
  return { paths, schema }
}

const names = ['bolt', 'nut', 'screw', 'washer', 'hinge', 'bracket', 'nail', 'rivet']

/** Adds a service with a contract of some 700 lines, and a handler for each operation. @returns the lines */
export function addLongContract({ root }: Subject): number {
  const folder = join(root, 'functions', service)
  mkdirSync(folder, { recursive: true })
  const resources = names.map(resource)
  const contract = `openapi: 3.1.0
info:
  title: Inventory
  version: 1.0.0
  summary: A long contract.
  license:
    name: MIT
    identifier: MIT
security: []
paths:
${resources.map(({ paths }) => paths).join('')}
components:
  schemas:
${resources.map(({ schema }) => schema).join('\n')}
`
  writeFileSync(join(folder, 'openapi.yaml'), contract)
  for (const name of names) {
    const title = name[0]?.toUpperCase() + name.slice(1)
    for (const [file, operation, answer] of [
      [`list-${name}s`, `list${title}s`, '() => []'],
      [`add-${name}`, `add${title}`, '({ body }) => body'],
    ]) {
      const lines = [
        "import { endpoint } from 'twelvefold'",
        `import { ${operation} } from '#contracts/${service}'`,
        '',
        `export const handler = endpoint(${operation}, ${answer})`,
        '',
      ]
      writeFileSync(join(folder, `${file}.ts`), lines.join('\n'))
    }
  }
  return contract.split('\n').length
}
