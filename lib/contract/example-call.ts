import {
  type Json,
  type OpenApiDocument,
  type ParameterObject,
  resolve,
  type Schema,
  type SchemaObject,
} from './document.ts'
import { type OperationModel, successOf } from './operations.ts'

/**
 * A call that works, out of the contract's examples: `/addition?a=1&b=2`. Undefined for an operation that is not a
 * plain GET, needs a token or answers with a page, or whose required parameters have no example.
 */
export function exampleCall(document: OpenApiDocument, operation: OperationModel): string | undefined {
  const { method, path, parameters, security } = operation
  const isOpen = security.length === 0 || security.some((requirement) => Object.keys(requirement).length === 0)
  if (method !== 'get' || !isOpen || isPage(operation)) return undefined
  let called = path
  const query: string[] = []
  for (const parameter of parameters) {
    if (parameter.required !== true) continue
    const value = exampleOf(document, parameter)
    if (value === undefined || typeof value === 'object') return undefined
    const text = encodeURIComponent(String(value))
    if (parameter.in === 'path') called = called.replace(`{${parameter.name}}`, text)
    else if (parameter.in === 'query') query.push(`${encodeURIComponent(parameter.name)}=${text}`)
    else return undefined
  }
  return query.length === 0 ? called : `${called}?${query.join('&')}`
}

/** Whether all that it answers is meant for browsers. */
function isPage(operation: OperationModel): boolean {
  const success = operation.responses.find(([status]) => status === String(successOf(operation)))
  const types = Object.keys(success?.[1].content ?? {})
  return types.length > 0 && types.every((type) => type.startsWith('text/html'))
}

/** The first example of a parameter: its own, else its schema's, else the schema's default or first allowed value. */
export function exampleOf(document: OpenApiDocument, parameter: ParameterObject): Json | undefined {
  const { example, examples = {} } = parameter
  if (example !== undefined) return example
  const [named] = Object.values(examples)
  const value = named === undefined ? undefined : resolve<{ value?: Json }>(document, named).value
  if (value !== undefined) return value
  const schema = resolve<Schema>(document, (parameter.schema ?? true) as SchemaObject)
  if (typeof schema === 'boolean') return undefined
  return schema.examples?.[0] ?? schema.example ?? schema.default ?? schema.enum?.[0]
}
