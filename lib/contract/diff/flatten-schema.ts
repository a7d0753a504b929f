import { isDeepStrictEqual } from 'node:util'
import { type Direction, isHidden } from '../directions.ts'
import { isReference, type Json, lookUp, type OpenApiDocument, type Schema, type SchemaObject } from '../document.ts'
import { annotations } from './annotations.ts'
import { intersectTypes } from './types-of.ts'

const flattened = new WeakMap<SchemaObject, Schema>()
const conjunctions = new Map<string, SchemaObject>()
const numbers = new WeakMap<SchemaObject, number>()
let last = 0

/**
 * A schema without `$ref`, and with its `allOf` merged into it where that means the same; else its parts stay a list of
 * flat schemas. `const` is written as `enum`.
 */
export function flatten(document: OpenApiDocument, schema: Schema): Schema {
  if (typeof schema === 'boolean') return schema
  const known = flattened.get(schema)
  if (known !== undefined) return known
  // Until it is known: an allOf that contains itself asks for nothing further.
  flattened.set(schema, {})
  const flat = merge(document, partsOf(document, schema))
  flattened.set(schema, flat)
  if (typeof flat === 'object') flattened.set(flat, flat)
  return flat
}

function partsOf(document: OpenApiDocument, schema: SchemaObject): Schema[] {
  const { $ref, allOf = [], const: only, ...own } = schema
  const parts: Schema[] = [only === undefined ? own : { ...own, enum: intersect(own.enum, [only]) }]
  if (isReference(schema)) parts.push(flatten(document, lookUp(document, schema.$ref) as Schema))
  for (const member of allOf) parts.push(flatten(document, member))
  return parts.flatMap((part): Schema[] =>
    typeof part === 'object' && part.allOf ? [withoutAllOf(part), ...part.allOf] : [part],
  )
}

const withoutAllOf = ({ allOf: _, ...rest }: SchemaObject): SchemaObject => rest

function merge(document: OpenApiDocument, parts: readonly Schema[]): Schema {
  if (parts.includes(false)) return false
  const all = parts.filter((part) => typeof part === 'object' && Object.keys(part).length > 0) as SchemaObject[]
  const meant = all.filter((part, turn) => all.findIndex((other) => isDeepStrictEqual(part, other)) === turn)
  const [first = {}, ...others] = meant
  if (others.length === 0) return first
  const merged: SchemaObject = { ...first }
  if (meant.some((part) => closesOut(part, meant) || looksAround(part, meant))) return { allOf: meant }
  for (const part of others) {
    for (const [keyword, value] of Object.entries(part)) {
      const before = merged[keyword]
      const both = before === undefined ? value : mergeKeyword(document, keyword, before, value)
      if (both === undefined) return { allOf: meant }
      merged[keyword] = both
    }
  }
  return merged
}

/** `additionalProperties` looks at its own neighbours only: beside other parts' properties it cannot be merged. */
function closesOut(part: SchemaObject, all: readonly SchemaObject[]): boolean {
  const { additionalProperties = true, properties = {} } = part
  if (additionalProperties === true) return false
  return all.some((other) => Object.keys(other.properties ?? {}).some((name) => !Object.hasOwn(properties, name)))
}

/** Keywords that mean something else beside others of their kind. */
const neighbourly = /^(?:prefixItems|patternProperties|if|then|else|contains|minContains|maxContains|unevaluated\w+)$/

function looksAround(part: SchemaObject, all: readonly SchemaObject[]): boolean {
  if (!Object.keys(part).some((keyword) => neighbourly.test(keyword))) return false
  return all.some((other) => other !== part && Object.keys(other).some((keyword) => !annotations.has(keyword)))
}

/** @returns undefined where both cannot be said by one */
function mergeKeyword(document: OpenApiDocument, keyword: string, before: unknown, value: unknown): unknown {
  if (annotations.has(keyword) || keyword.startsWith('x-') || keyword === 'default') return before
  if (JSON.stringify(before) === JSON.stringify(value)) return value
  if (keyword === 'required') return [...new Set([...(before as string[]), ...(value as string[])])]
  if (keyword === 'type') return intersectTypes(before as string | string[], value as string | string[])
  if (keyword === 'enum') return intersect(before as Json[], value as Json[])
  if (keyword === 'properties') return mergeProperties(document, before as Properties, value as Properties)
  if (keyword === 'items' || keyword === 'additionalProperties')
    return both(document, before as Schema, value as Schema)
  if (/^(?:readOnly|writeOnly|deprecated|uniqueItems)$/.test(keyword)) return before === true || value === true
  if (/^(?:max|exclusiveMax)/.test(keyword) && keyword !== 'maxContains') return Math.min(Number(before), Number(value))
  if (/^(?:min|exclusiveMin)/.test(keyword) && keyword !== 'minContains') return Math.max(Number(before), Number(value))
  return undefined
}

type Properties = Record<string, Schema>

function mergeProperties(document: OpenApiDocument, before: Properties, value: Properties): Properties {
  const merged = { ...before }
  for (const [name, schema] of Object.entries(value)) {
    const other = Object.hasOwn(merged, name) ? merged[name] : undefined
    merged[name] = other === undefined ? schema : both(document, other, schema)
  }
  return merged
}

/** Both schemas at once: always the same object for the same two, so that what is recursive comes to an end. */
function both(document: OpenApiDocument, one: Schema, other: Schema): Schema {
  if (one === false || other === false) return false
  if (one === true || one === other) return other
  if (other === true) return one
  const key = [...new Set([...numbersOf(one), ...numbersOf(other)])].sort((left, right) => left - right).join(' ')
  const known = conjunctions.get(key)
  if (known !== undefined) return known
  const isSaid = (direction: Direction): boolean => [one, other].some((part) => isHidden(document, part, direction))
  const made: SchemaObject = { allOf: [one, other], readOnly: isSaid('request'), writeOnly: isSaid('response') }
  conjunctions.set(key, made)
  members.set(made, [...numbersOf(one), ...numbersOf(other)])
  return made
}

const members = new WeakMap<SchemaObject, number[]>()

/** Numbers for what a schema is put together from. */
function numbersOf(schema: SchemaObject): number[] {
  const made = members.get(schema)
  if (made !== undefined) return made
  const known = numbers.get(schema) ?? ++last
  numbers.set(schema, known)
  return [known]
}

function intersect(before: readonly Json[] | undefined, values: readonly Json[]): Json[] {
  const kept = before?.map((value) => JSON.stringify(value))
  return values.filter((value) => kept === undefined || kept.includes(JSON.stringify(value)))
}
