import { type OpenApiDocument, resolve, type Schema, type SchemaObject } from './document.ts'
import type { OperationModel } from './operations.ts'

/**
 * The names of what an operation's contract marks `x-sensitive: true`: parameters, and members of its bodies at any
 * depth. Any value but `false` counts: a slip of the pen must not show what was meant to be hidden.
 *
 * @returns sorted, without repetition; headers in lower case
 */
export function listSensitive(document: OpenApiDocument, operation: OperationModel): string[] {
  const names = new Set<string>()
  const seen = new Set<Schema>()

  const isMarked = (node: object | boolean): boolean =>
    typeof node === 'object' && 'x-sensitive' in node && node['x-sensitive'] !== false

  const walk = (source: Schema | undefined): void => {
    if (source === undefined || typeof source === 'boolean' || seen.has(source)) return
    seen.add(source)
    for (const [name, property] of Object.entries(source.properties ?? {})) {
      if (isMarked(property) || isMarked(target(property))) names.add(name)
      walk(property)
    }
    const { items, prefixItems = [], allOf = [], anyOf = [], oneOf = [], additionalProperties, $ref } = source
    for (const part of [items, ...prefixItems, ...allOf, ...anyOf, ...oneOf, additionalProperties]) walk(part)
    for (const part of Object.values(source.patternProperties ?? {})) walk(part)
    if ($ref !== undefined) walk(target(source))
  }

  const target = (schema: Schema): Schema =>
    typeof schema === 'object' && schema.$ref !== undefined
      ? resolve<SchemaObject>(document, { $ref: schema.$ref })
      : schema

  for (const parameter of operation.parameters) {
    const { name, in: place, schema = true } = parameter
    if (isMarked(parameter) || isMarked(target(schema))) names.add(place === 'header' ? name.toLowerCase() : name)
    walk(schema)
  }
  const contents = [operation.body, ...operation.responses.map(([, response]) => response)]
  for (const holder of contents) for (const { schema } of Object.values(holder?.content ?? {})) walk(schema)
  return [...names].sort()
}
