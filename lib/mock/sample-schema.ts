import type { Json, OpenApiDocument, Schema, SchemaObject } from '../contract/document.ts'
import { boundTo } from './sample-check.ts'

/**
 * A schema with its references and `allOf`s followed: all parts hold at once. What can be decided in several ways
 * (`oneOf`, `anyOf`, `if`) is left as a list of choices, each a list of alternatives.
 */
export interface FlatSchema {
  parts: SchemaObject[]
  choices: Schema[][]
  /** The references that were followed. */
  refs: string[]
  /** One of them is being followed already, further out: the schema contains itself. */
  recursive: boolean
  /** `false` is among the parts: nothing is valid. */
  impossible: boolean
}

/** Flattens schemas that hold at once; `outer` are the references that led here. */
export function flatten(document: OpenApiDocument, schemas: Schema[], outer: ReadonlySet<string>): FlatSchema {
  const flat: FlatSchema = { parts: [], choices: [], refs: [], recursive: false, impossible: false }
  const absorb = (schema: Schema): void => {
    if (schema === false) flat.impossible = true
    if (typeof schema !== 'object' || schema === null) return
    flat.parts.push(schema)
    if (typeof schema.$ref === 'string') follow(schema.$ref)
    schema.allOf?.forEach(absorb)
    for (const alternatives of [schema.oneOf, schema.anyOf]) {
      if (alternatives !== undefined) flat.choices.push(nullLast(alternatives, (part) => Object(part).type === 'null'))
    }
    if (schema.if !== undefined) flat.choices.push(eitherWay(schema))
    for (const [name, dependent] of Object.entries((schema.dependentSchemas ?? {}) as Record<string, Schema>)) {
      if (schema.properties?.[name] !== undefined || [schema.required].flat().includes(name)) absorb(dependent)
    }
  }
  const follow = (ref: string): void => {
    if (flat.refs.includes(ref)) return
    if (outer.has(ref)) flat.recursive = true
    flat.refs.push(ref)
    absorb(lookUp(document, ref))
  }
  schemas.forEach(absorb)
  return flat
}

/** In the same order, but what is null goes last: it says the least. */
function nullLast<Value>(values: readonly Value[], isNull: (value: Value) => boolean): Value[] {
  return [...values].sort((a, b) => Number(isNull(a)) - Number(isNull(b)))
}

/** The two ways through `if`, `then` and `else`. */
function eitherWay(schema: SchemaObject): Schema[] {
  const { if: condition, then: matched = true, else: otherwise = true } = schema as Record<string, Schema>
  return [{ allOf: [condition ?? true, matched] }, { allOf: [{ not: condition ?? true }, otherwise] }]
}

function lookUp(document: OpenApiDocument, ref: string): Schema {
  let node: unknown = document
  for (const key of ref.slice(boundTo.length + 2).split('/')) {
    const name = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
    node = typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined
  }
  return (node as Schema | undefined) ?? true
}

/**
 * Hints from discriminators: the property that tells alternatives apart holds the name of the one that was taken, or
 * of the schema that builds upon the discriminator's (OpenAPI 3.1, section 4.8.25).
 */
export function discriminated(document: OpenApiDocument, { parts, refs }: FlatSchema): SchemaObject[] {
  return parts.flatMap((part) => {
    const { propertyName, mapping = {} } = (part.discriminator ?? {}) as { propertyName?: string; mapping?: object }
    if (propertyName === undefined) return []
    const alternatives = [...(part.oneOf ?? []), ...(part.anyOf ?? [])].map((schema) => Object(schema).$ref)
    const ref = alternatives.length > 0 ? alternatives.find((known) => refs.includes(known)) : refs[0]
    if (ref === undefined || lookUp(document, ref) === part) return []
    const component = ref.slice(ref.lastIndexOf('/') + 1)
    const mapped = Object.entries(mapping).find(([, to]) => to === component || ref.endsWith(to))
    return [{ properties: { [propertyName]: { examples: [mapped?.[0] ?? component] } } }]
  })
}

/** The values that parts name themselves, the best first: examples, defaults, then what alone is allowed. */
export function namedValues(parts: readonly SchemaObject[]): Json[] {
  return [
    ...parts.flatMap(({ example, examples }) => [
      ...(example === undefined ? [] : [example]),
      ...(Array.isArray(examples) ? examples : []),
    ]),
    ...parts.flatMap(({ default: value }) => (value === undefined || value === null ? [] : [value])),
    ...parts.flatMap(({ const: value }) => (value === undefined ? [] : [value])),
    ...nullLast(
      parts.flatMap(({ enum: values }) => values ?? []),
      (value) => value === null,
    ),
  ]
}

const implying: Record<string, string[]> = {
  object: ['properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties', 'propertyNames'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains'],
  string: ['pattern', 'minLength', 'maxLength', 'format', 'contentEncoding', 'contentMediaType'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
}

/** The types that a value can have, the likeliest first: those declared, else those that the keywords speak of. */
export function typesOf(parts: readonly SchemaObject[]): string[] {
  let types: string[] | undefined
  for (const { type } of parts) {
    if (type === undefined) continue
    const allowed = [type].flat()
    const fits = (name: string): boolean => allowed.includes(name) || (name === 'integer' && allowed.includes('number'))
    const narrowed = allowed.includes('integer') ? types?.map((name) => (name === 'number' ? 'integer' : name)) : types
    types = narrowed?.filter(fits) ?? allowed
  }
  if (types !== undefined) return nullLast(types, (type) => type === 'null')
  const has = (keyword: string): boolean => parts.some((part) => part[keyword] !== undefined)
  const implied = Object.keys(implying).filter((type) => implying[type]?.some(has))
  return [...new Set([...implied, 'string', 'number', 'boolean', 'object', 'array', 'null'])]
}

/** The strictest of a numeric keyword: `strictest(parts, 'minimum', Math.max)`. */
export function strictest(
  parts: readonly SchemaObject[],
  keyword: string,
  choose: (...values: number[]) => number,
): number | undefined {
  const values = parts.map((part) => part[keyword]).filter((value) => typeof value === 'number')
  return values.length === 0 ? undefined : choose(...values)
}

/** What a property must be: what each part says of its name, by name, by pattern, or as one of the others. */
export function propertySchema(parts: readonly SchemaObject[], name: string): Schema {
  const said: Schema[] = []
  for (const { properties, patternProperties, additionalProperties } of parts) {
    const own: Schema[] = []
    if (properties !== undefined && Object.hasOwn(properties, name)) own.push(properties[name] ?? true)
    for (const [pattern, schema] of Object.entries(patternProperties ?? {})) {
      if (matches(pattern, name)) own.push(schema)
    }
    said.push(...(own.length > 0 ? own : [additionalProperties ?? true]))
  }
  const known = said.filter((schema) => schema !== true)
  if (known.length === 0) {
    const rest = parts.map((part) => part.unevaluatedProperties).find((schema) => schema !== undefined)
    const declared = parts.some(({ properties }) => properties !== undefined && Object.hasOwn(properties, name))
    return declared ? true : ((rest as Schema | undefined) ?? true)
  }
  return known.length === 1 ? (known[0] ?? true) : { allOf: known }
}

/** What the item at a place must be. */
export function itemSchema(parts: readonly SchemaObject[], at: number): Schema {
  const said = parts
    .map(({ prefixItems, items }) => prefixItems?.[at] ?? items)
    .filter((schema): schema is Schema => schema !== undefined)
  if (said.includes(false)) return false
  return said.length === 1 ? (said[0] ?? true) : said.length === 0 ? true : { allOf: said }
}

export function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text)
  } catch {
    return true
  }
}
