import { bodyTypeOf } from '../contract/describe-operation.ts'
import { type Json, type OpenApiDocument, resolve, type Schema, type SchemaObject } from '../contract/document.ts'
import { exampleOf } from '../contract/example-call.ts'
import { isIdempotencyKey, kindOf, type OperationModel } from '../contract/operations.ts'

/**
 * What an operation is called with, out of the contract's examples: only what it needs.
 *
 * @returns undefined where something that it needs has no example
 */
export function exampleRequest(
  document: OpenApiDocument,
  operation: OperationModel,
): { [part: string]: Json } | undefined {
  const request: { [part: string]: { [name: string]: Json } } = {}
  for (const parameter of operation.parameters) {
    if (parameter.required !== true || isIdempotencyKey(parameter)) continue
    const value = exampleOf(document, parameter)
    if (value === undefined) return undefined
    const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name
    const part = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' }[parameter.in]
    request[part] = { ...request[part], [name]: value }
  }
  if (operation.body?.required !== true) return request
  const body = exampleBody(document, operation)
  return body === undefined ? undefined : { ...request, body }
}

function exampleBody(document: OpenApiDocument, { body }: OperationModel): Json | undefined {
  const type = bodyTypeOf(body?.content ?? {}) ?? ''
  const content = body?.content[type]
  if (content === undefined || kindOf(type) === 'binary') return undefined
  const [named] = Object.values(content.examples ?? {})
  const value = named === undefined ? content.example : resolve<{ value?: Json }>(document, named).value
  if (value !== undefined) return value
  const schema = resolve<Schema>(document, (content.schema ?? true) as SchemaObject)
  return typeof schema === 'object' ? (schema.examples?.[0] ?? schema.example) : undefined
}
