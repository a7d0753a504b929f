import type { Parameter, Scalar } from '../endpoint/operation.ts'
import {
  isReference,
  type OpenApiDocument,
  type ParameterObject,
  resolve,
  type Schema,
  type SchemaObject,
} from './document.ts'

const defaultStyles = { path: 'simple', query: 'form', header: 'simple', cookie: 'form' } as const

/** How the texts of a parameter are read at run time: the plan that `decodeParameter` follows. */
export function planParameter(document: OpenApiDocument, parameter: ParameterObject): Parameter {
  const style = (parameter.style ?? defaultStyles[parameter.in]) as Parameter['style']
  const base = {
    name: parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name,
    in: parameter.in,
    required: parameter.required ?? false,
    style,
    explode: parameter.explode ?? style === 'form',
  }
  if (parameter.content !== undefined) return { ...base, shape: 'json', types: [] }
  const schema = parameter.schema ?? true
  const types = typesOf(document, schema)
  if (types.has('array')) {
    const items = itemsOf(document, schema)
    return { ...base, shape: 'array', types: scalarTypes(document, items) }
  }
  if (types.has('object')) {
    const properties = propertiesOf(document, schema)
    const plan = Object.entries(properties).map(([name, property]) => [name, scalarTypes(document, property)] as const)
    return { ...base, shape: 'object', types: [], properties: Object.fromEntries(plan) }
  }
  return { ...base, shape: 'scalar', types: scalarTypes(document, schema) }
}

/** The scalar types that a text may turn into, the strictest first; text itself last. */
export function scalarTypes(document: OpenApiDocument, schema: Schema): Scalar[] {
  const types = typesOf(document, schema)
  // A whole number is a number: `integer` is tried first so that nothing is decided by the order of the contract.
  const order: Scalar[] = ['integer', 'number', 'boolean', 'null', 'string']
  const found = order.filter((type) => types.has(type))
  return found.length === 0 ? ['string'] : found
}

/** Every JSON type that a schema allows by its own word or its parts'. */
function typesOf(document: OpenApiDocument, schema: Schema, depth = 0): Set<string> {
  const types = new Set<string>()
  if (typeof schema === 'boolean' || depth > 8) return types
  for (const type of [schema.type ?? []].flat()) types.add(type)
  for (const value of [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])]) {
    if (schema.type === undefined) types.add(value === null ? 'null' : typeof value)
  }
  if (schema.type === undefined && schema.properties !== undefined) types.add('object')
  if (schema.type === undefined && schema.items !== undefined) types.add('array')
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  if (isReference(schema)) parts.push(resolve<SchemaObject>(document, { $ref: schema.$ref }))
  for (const part of parts) for (const type of typesOf(document, part, depth + 1)) types.add(type)
  return types
}

function itemsOf(document: OpenApiDocument, schema: Schema): Schema {
  const resolved = resolve<Schema>(document, schema as SchemaObject)
  return typeof resolved === 'boolean' ? true : (resolved.items ?? true)
}

export function propertiesOf(document: OpenApiDocument, schema: Schema): Record<string, Schema> {
  const resolved = resolve<Schema>(document, schema as SchemaObject)
  if (typeof resolved === 'boolean') return {}
  const inherited = (resolved.allOf ?? []).map((part) => propertiesOf(document, part))
  return Object.assign({}, ...inherited, resolved.properties)
}
