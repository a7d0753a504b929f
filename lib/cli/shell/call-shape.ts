import { isHidden } from '../../contract/directions.ts'
import {
  isReference,
  type Json,
  type OpenApiDocument,
  type ParameterObject,
  resolve,
  type Schema,
  type SchemaObject,
} from '../../contract/document.ts'
import type { OperationModel } from '../../contract/operations.ts'
import { kindOf } from '../../contract/operations.ts'
import { propertiesOf } from '../../contract/parameters.ts'

/** What may be written at a place: names of an object, or values, as JavaScript. */
export interface Shape {
  members?: () => Readonly<Record<string, Shape>>
  values?: readonly string[]
}

const anything: Shape = {}
const parts = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const

/** What an operation takes: its parts, their parameters, and what is inside of its body. */
export function shapeOfCall(document: OpenApiDocument, { parameters, body }: OperationModel): Shape {
  const members: Record<string, Shape> = {}
  for (const [place, part] of Object.entries(parts)) {
    const own = parameters.filter((parameter) => parameter.in === place)
    if (own.length === 0) continue
    const shapes = own.map((parameter) => [nameOf(parameter), shapeOf(document, schemaOf(parameter))] as const)
    members[part] = { members: () => Object.fromEntries(shapes) }
  }
  const types = Object.entries(body?.content ?? {})
  const [, content] = types.find(([type]) => kindOf(type) === 'json') ?? types[0] ?? []
  if (content !== undefined) members.body = shapeOf(document, content.schema ?? true)
  return { members: () => members }
}

const nameOf = ({ name, in: place }: ParameterObject): string => (place === 'header' ? name.toLowerCase() : name)

const schemaOf = ({ schema, content }: ParameterObject): Schema =>
  schema ?? Object.values(content ?? {})[0]?.schema ?? true

/** Members are looked up when they are asked for: a schema may have itself in it. */
function shapeOf(document: OpenApiDocument, schema: Schema): Shape {
  const resolved = isReference(schema) ? resolve<Schema>(document, schema) : schema
  if (typeof resolved === 'boolean') return anything
  // The items of a list stand where the list does.
  if (resolved.items !== undefined) return shapeOf(document, resolved.items)
  const values = valuesOf(resolved)
  if (values.length > 0) return { values: values.map(toLiteral) }
  return {
    members: () => {
      const own = Object.entries(allProperties(document, resolved))
      const sent = own.filter(([, property]) => !isHidden(document, property, 'request'))
      return Object.fromEntries(sent.map(([name, property]) => [name, shapeOf(document, property)]))
    },
  }
}

function allProperties(document: OpenApiDocument, schema: SchemaObject): Record<string, Schema> {
  const choices = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].map((part) => propertiesOf(document, part))
  return Object.assign({}, ...choices, propertiesOf(document, schema))
}

function valuesOf({ enum: listed, const: only, type }: SchemaObject): Json[] {
  if (listed !== undefined) return listed
  if (only !== undefined) return [only]
  return type === 'boolean' ? [true, false] : []
}

const toLiteral = (value: Json): string =>
  typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : JSON.stringify(value)
