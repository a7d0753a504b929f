import { isReference, lookUp, type OpenApiDocument, resolve, type Schema, type SchemaObject } from './document.ts'

/** A schema means something else on the way in and on the way out: readOnly and writeOnly (OpenAPI 3.1, 4.8.24). */
export type Direction = 'request' | 'response'

const hiding: Record<Direction, 'readOnly' | 'writeOnly'> = { request: 'readOnly', response: 'writeOnly' }

/** Whether anything in the document differs by direction; where nothing does, one set of schemas serves both. */
export function hasDirections(document: OpenApiDocument): boolean {
  return /"(?:readOnly|writeOnly)":true/.test(JSON.stringify(document))
}

/**
 * A copy of the document in which no schema requires or accepts what does not go in this direction: a `readOnly`
 * property that is required is required of responses only, and a request that has it is refused.
 */
export function directed(document: OpenApiDocument, direction: Direction): OpenApiDocument {
  return directSchema(document, document as unknown as Schema, direction) as unknown as OpenApiDocument
}

/** The same for one schema out of the document. */
export function directSchema(document: OpenApiDocument, schema: Schema, direction: Direction): Schema {
  const rewrite = (node: unknown, inherited: Set<string>): unknown => {
    if (Array.isArray(node)) return node.map((item) => rewrite(item, inherited))
    if (typeof node !== 'object' || node === null) return node
    const object = node as SchemaObject
    const hidden = isComposed(object) ? hiddenProperties(document, object, direction, inherited) : inherited
    const entries = Object.entries(object).map(([key, value]) => {
      if (key === 'properties' && isComposed(object))
        return [key, hideProperties(value as Record<string, Schema>, hidden)]
      if (key === 'required' && Array.isArray(value)) return [key, value.filter((name) => !hidden.has(String(name)))]
      return [key, rewrite(value, key === 'allOf' ? hidden : new Set())]
    })
    return Object.fromEntries(entries)
  }
  const hideProperties = (properties: Record<string, Schema>, hidden: Set<string>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [
        name,
        hidden.has(name) ? false : rewrite(property, new Set()),
      ]),
    )
  return rewrite(schema, new Set()) as Schema
}

const isComposed = (node: SchemaObject): boolean =>
  typeof node.properties === 'object' || Array.isArray(node.required) || Array.isArray(node.allOf)

/** Names of the properties that do not go in this direction, of the schema and of what it is composed of. */
function hiddenProperties(
  document: OpenApiDocument,
  schema: SchemaObject,
  direction: Direction,
  inherited: Set<string>,
  depth = 0,
): Set<string> {
  const hidden = new Set(inherited)
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (isHidden(document, property, direction)) hidden.add(name)
  }
  for (const part of depth < 8 ? (schema.allOf ?? []) : []) {
    const resolved = resolve<Schema>(document, part as SchemaObject)
    if (typeof resolved === 'boolean') continue
    for (const name of hiddenProperties(document, resolved, direction, hidden, depth + 1)) hidden.add(name)
  }
  return hidden
}

/** Whether a property is left out in this direction, by its own word or by one of a schema that it refers to. */
export function isHidden(document: OpenApiDocument, property: Schema, direction: Direction): boolean {
  let schema: unknown = property
  for (let hops = 0; hops < 50; hops++) {
    if (typeof schema !== 'object' || schema === null) return false
    if (Reflect.get(schema, hiding[direction]) === true) return true
    if (!isReference(schema)) return false
    schema = lookUp(document, schema.$ref)
  }
  return false
}
