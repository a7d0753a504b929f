import type { OpenApiDocument, SchemaObject } from '../contract/document.ts'

/** The kinds of object in an OpenAPI document on the way to a schema. A carrier is whatever has a schema or content. */
type Kind = 'document' | 'components' | 'pathItem' | 'operation' | 'carrier' | 'schema'

/** For each kind, its members that lead on to schemas; `map` where names are the author's, as in `properties`. */
const members: Record<Kind, Record<string, [kind: Kind, map?: 'map' | 'maps']>> = {
  document: { components: ['components'], paths: ['pathItem', 'map'], webhooks: ['pathItem', 'map'] },
  components: {
    schemas: ['schema', 'map'],
    responses: ['carrier', 'map'],
    parameters: ['carrier', 'map'],
    requestBodies: ['carrier', 'map'],
    headers: ['carrier', 'map'],
    callbacks: ['pathItem', 'maps'],
    pathItems: ['pathItem', 'map'],
  },
  pathItem: {
    parameters: ['carrier'],
    ...of('operation', ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']),
  },
  operation: {
    parameters: ['carrier'],
    requestBody: ['carrier'],
    responses: ['carrier', 'map'],
    callbacks: ['pathItem', 'maps'],
  },
  carrier: {
    schema: ['schema'],
    content: ['carrier', 'map'],
    headers: ['carrier', 'map'],
    encoding: ['carrier', 'map'],
  },
  schema: {
    ...of('schema', ['items', 'additionalProperties', 'contains', 'propertyNames', 'contentSchema']),
    ...of('schema', ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'not', 'if', 'then', 'else']),
    ...of('schema', ['unevaluatedItems', 'unevaluatedProperties']),
    properties: ['schema', 'map'],
    patternProperties: ['schema', 'map'],
    dependentSchemas: ['schema', 'map'],
    $defs: ['schema', 'map'],
    definitions: ['schema', 'map'],
  },
}

function of(kind: Kind, names: string[]): Record<string, [Kind]> {
  return Object.fromEntries(names.map((name) => [name, [kind]]))
}

/**
 * A copy of a document with each of its schemas changed, the innermost first. Only schemas are: an example, an
 * extension or a property that looks like a keyword is left as it is.
 *
 * @example
 * rewriteSchemas(document, ({ format, ...schema }) => schema) // no schema has a format
 */
export function rewriteSchemas(
  document: OpenApiDocument,
  change: (schema: SchemaObject) => SchemaObject,
): OpenApiDocument {
  const rewrite = (node: unknown, kind: Kind, map?: 'map' | 'maps'): unknown => {
    if (Array.isArray(node)) return node.map((item) => rewrite(item, kind))
    if (typeof node !== 'object' || node === null) return node
    const entries = Object.entries(node).map(([key, value]) => {
      if (map !== undefined) return [key, rewrite(value, kind, map === 'maps' ? 'map' : undefined)]
      const member = Object.hasOwn(members[kind], key) ? members[kind][key] : undefined
      return [key, member === undefined ? value : rewrite(value, ...member)]
    })
    const copy: SchemaObject = Object.fromEntries(entries)
    return kind === 'schema' && map === undefined ? change(copy) : copy
  }
  return rewrite(document, 'document') as OpenApiDocument
}
