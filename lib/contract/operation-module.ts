import type { Operation } from '../endpoint/operation.ts'
import { isDeprecationFault, readDeprecation } from './deprecation.ts'
import { type HeaderObject, type OpenApiDocument, resolve, type Schema } from './document.ts'
import { idempotencyKeyOf, kindOf, type OperationModel, successOf } from './operations.ts'
import { planParameter, propertiesOf, scalarTypes } from './parameters.ts'
import { readRateLimit } from './rate-limit.ts'
import { schemesOf } from './security-schemes.ts'
import { listSensitive } from './sensitive.ts'
import type { CompiledValidators, ValidatorNames } from './validators.ts'

/**
 * The sources of one compiled operation: an ES module that exports it by its id, and those of its validators. esbuild then
 * bundles what ajv's code requires.
 *
 * @returns the name of each module and its source, as `bundleOperations` takes them
 */
export function printOperationModules(
  document: OpenApiDocument,
  service: string,
  operation: OperationModel,
  { names, code }: CompiledValidators,
): [name: string, source: string][] {
  const { id } = operation
  return [
    [`validators:${id}/request`, code.request],
    [`validators:${id}/response`, code.response],
    [`operation:${id}`, printOperation(document, service, operation, names)],
  ]
}

function printOperation(
  document: OpenApiDocument,
  service: string,
  operation: OperationModel,
  names: ValidatorNames,
): string {
  const { id } = operation
  const validators = Object.entries(names.parameters).map(([place, name]) => `${place}: request.${name}`)
  const fields: Record<keyof Omit<Operation, 'types'>, string | undefined> = {
    id: JSON.stringify(id),
    service: JSON.stringify(service),
    method: JSON.stringify(operation.method.toUpperCase()),
    path: JSON.stringify(operation.path),
    parameters: JSON.stringify(operation.parameters.map((parameter) => planParameter(document, parameter))),
    validators: `{ ${validators.join(', ')} }`,
    strictQuery: String(operation.source['x-undeclared-query'] !== 'allow'),
    body: printBody(document, operation, names),
    responses: printResponses(document, operation, names),
    success: String(successOf(operation)),
    security: JSON.stringify(operation.security),
    schemes: printSchemes(document, operation),
    rateLimit: printRateLimit(operation),
    cors: operation.source['x-cors'] === false ? 'false' : undefined,
    deprecation: printDeprecation(operation),
    idempotencyKey: JSON.stringify(idempotencyKeyOf(operation)),
    sensitive: printSensitive(document, operation),
  }
  const printed = Object.entries(fields).flatMap(([name, text]) => (text === undefined ? [] : [`  ${name}: ${text},`]))
  return `import * as request from 'validators:${id}/request'
import * as response from 'validators:${id}/response'
export const ${id} = {\n${printed.join('\n')}\n}
`
}

function printSchemes(document: OpenApiDocument, operation: OperationModel): string | undefined {
  const schemes = schemesOf(document, operation)
  return Object.keys(schemes).length === 0 ? undefined : JSON.stringify(schemes)
}

function printRateLimit({ source }: OperationModel): string | undefined {
  const limit = readRateLimit(source['x-rate-limit'])
  return typeof limit === 'object' ? JSON.stringify(limit) : undefined
}

function printDeprecation({ source }: OperationModel): string | undefined {
  const read = readDeprecation(source)
  return read === undefined || isDeprecationFault(read) ? undefined : JSON.stringify(read)
}

function printSensitive(document: OpenApiDocument, operation: OperationModel): string | undefined {
  const names = listSensitive(document, operation)
  return names.length === 0 ? undefined : JSON.stringify(names)
}

function printBody(document: OpenApiDocument, { body }: OperationModel, names: ValidatorNames): string | undefined {
  if (body === undefined) return undefined
  const contents = Object.entries(body.content).map(([type, { schema }]) => {
    const kind = kindOf(type)
    const fields = [`kind: ${JSON.stringify(kind)}`]
    if (names.body[type] !== undefined) fields.push(`validator: request.${names.body[type]}`)
    if (kind === 'form' && schema !== undefined) fields.push(...printForm(document, schema))
    return `${JSON.stringify(type.toLowerCase())}: { ${fields.join(', ')} }`
  })
  return `{ required: ${body.required ?? false}, content: { ${contents.join(', ')} } }`
}

/** The fields of a form are texts, like parameters: which types they turn into, and which of them are lists. */
function printForm(document: OpenApiDocument, schema: Schema): string[] {
  const properties: Record<string, unknown> = {}
  const lists: string[] = []
  for (const [name, property] of Object.entries(propertiesOf(document, schema))) {
    const resolved = resolve<Schema>(document, property as { $ref: string })
    const isList = typeof resolved === 'object' && resolved.type === 'array'
    if (isList) lists.push(name)
    properties[name] = scalarTypes(document, isList ? (resolved.items ?? true) : property)
  }
  return [`properties: ${JSON.stringify(properties)}`, `lists: ${JSON.stringify(lists)}`]
}

function printResponses(document: OpenApiDocument, { responses }: OperationModel, names: ValidatorNames): string {
  const printed = responses.map(([status, { content = {}, headers = {} }]) => {
    const contents = Object.keys(content).map((type) => {
      const validator = names.responses[status]?.[type]
      const kind = kindOf(type) === 'form' ? 'text' : kindOf(type)
      return `${JSON.stringify(type.toLowerCase())}: { kind: ${JSON.stringify(kind)}${validator ? `, validator: response.${validator}` : ''} }`
    })
    const required = Object.entries(headers)
      .filter(([, header]) => resolve<HeaderObject>(document, header).required === true)
      .map(([name]) => name.toLowerCase())
    const requiredHeaders = required.length > 0 ? `, requiredHeaders: ${JSON.stringify(required)}` : ''
    return `${JSON.stringify(status)}: { content: { ${contents.join(', ')} }${requiredHeaders} }`
  })
  return `{ ${printed.join(', ')} }`
}
