import { isDeepStrictEqual } from 'node:util'
import type { Json, Schema, SchemaObject } from '../contract/document.ts'
import { itemSchema, propertySchema, strictest } from './sample-schema.ts'
import { strings } from './sample-string.ts'
import type { Place, Sampler } from './sample-value.ts'

/** How many names, or items, are tried before a minimum is given up. */
const mostTries = 200

/**
 * An object with every property that is declared, as far as there is room, and as many others as have to be there;
 * undefined where a required one cannot be made.
 */
export function sampleObject(sampler: Sampler, parts: readonly SchemaObject[], place: Place): Json | undefined {
  const declared = parts.flatMap(({ properties }) => Object.keys(properties ?? {}))
  const required = requiredOf(parts, declared)
  const most = strictest(parts, 'maxProperties', Math.min) ?? Number.POSITIVE_INFINITY
  const entries = new Map<string, Json>()
  let room = most - required.size
  for (const name of new Set([...declared, ...required])) {
    if (!required.has(name) && (room <= 0 || !sampler.isGenerous(place))) continue
    const schema = propertySchema(parts, name)
    const value = sampler.value(schema, inside(place, name))
    if (value === undefined && required.has(name)) return undefined
    // What cannot be made right had better not be there at all.
    if (value === undefined || !(required.has(name) || sampler.isValid(schema, value))) continue
    entries.set(name, value)
    if (!required.has(name)) room--
  }
  const least = strictest(parts, 'minProperties', Math.max) ?? 0
  const wanted = Math.min(
    most,
    Math.max(least, entries.size === 0 && isMap(parts) && sampler.isGenerous(place) ? 1 : 0),
  )
  addOthers(sampler, parts, place, entries, wanted)
  return entries.size < least ? undefined : Object.fromEntries(entries)
}

function requiredOf(parts: readonly SchemaObject[], declared: string[]): Set<string> {
  const required = new Set(parts.flatMap((part) => (Array.isArray(part.required) ? part.required : [])))
  for (const name of new Set([...required, ...declared])) {
    for (const { dependentRequired } of parts) {
      for (const other of (dependentRequired as Record<string, string[]> | undefined)?.[name] ?? []) required.add(other)
    }
  }
  return required
}

/** Whether the names of properties are data: a dictionary of something. */
function isMap(parts: readonly SchemaObject[]): boolean {
  return parts.some(
    ({ additionalProperties, patternProperties }) =>
      typeof additionalProperties === 'object' || patternProperties !== undefined,
  )
}

function addOthers(
  sampler: Sampler,
  parts: readonly SchemaObject[],
  place: Place,
  entries: Map<string, Json>,
  wanted: number,
): void {
  if (entries.size >= wanted) return
  let tried = 0
  for (const name of otherNames(parts)) {
    if (entries.size >= wanted || tried++ > mostTries) return
    if (entries.has(name) || !isAllowed(sampler, parts, name)) continue
    const value = sampler.value(propertySchema(parts, name), { ...inside(place, name), name: place.name })
    if (value !== undefined) entries.set(name, value)
  }
}

function* otherNames(parts: readonly SchemaObject[]): Generator<string> {
  const names = parts.flatMap(({ propertyNames }) =>
    typeof propertyNames === 'object' ? [propertyNames as SchemaObject] : [],
  )
  for (const { enum: listed } of names) for (const name of listed ?? []) if (typeof name === 'string') yield name
  if (names.length > 0) yield* strings(names, 'key')
  for (const { patternProperties } of parts) {
    for (const pattern of Object.keys(patternProperties ?? {})) yield* strings([{ pattern }], 'key')
  }
  for (let at = 1; at < mostTries; at++) yield at === 1 ? 'key' : `key${at}`
}

function isAllowed(sampler: Sampler, parts: readonly SchemaObject[], name: string): boolean {
  return parts.every(
    ({ propertyNames }) => propertyNames === undefined || sampler.isValid(propertyNames as Schema, name),
  )
}

/** A list of one item, or of as many as it needs; undefined where an item that has to be there cannot be made. */
export function sampleArray(sampler: Sampler, parts: readonly SchemaObject[], place: Place): Json[] | undefined {
  const contained = parts.flatMap(({ contains, minContains }) => {
    const schema = contains as Schema | undefined
    return schema === undefined ? [] : Array<Schema>(Number(minContains ?? 1)).fill(schema)
  })
  const positions = Math.max(0, ...parts.map(({ prefixItems }) => prefixItems?.length ?? 0))
  const least = Math.max(
    strictest(parts, 'minItems', Math.max) ?? 0,
    contained.length === 0 ? 0 : positions + contained.length,
  )
  const most = strictest(parts, 'maxItems', Math.min) ?? Number.POSITIVE_INFINITY
  const wanted = Math.min(most, Math.max(least, sampler.isGenerous(place) ? Math.max(positions, 1) : 0))
  const distinct = parts.some(({ uniqueItems }) => uniqueItems === true)

  const items: Json[] = []
  for (let tried = 0; items.length < wanted && tried < wanted + mostTries; tried++) {
    const at = items.length
    const contains = at < positions ? undefined : contained[at - positions]
    const own = itemSchema(parts, at)
    const schema = contains === undefined || own === false ? own : { allOf: [contains, own] }
    const item = sampler.value(schema, {
      ...inside(place, singular(place.name)),
      nth: place.nth + (at < positions && !distinct ? 0 : tried),
    })
    if (item === undefined || (at >= least && !sampler.isValid(schema, item))) break
    if (!distinct || !items.some((known) => isDeepStrictEqual(known, item))) items.push(item)
  }
  return items.length < least ? undefined : items
}

const inside = (place: Place, name: string): Place => ({ ...place, name, depth: place.depth + 1 })

/** The name of one of many: `photoUrls` → `photoUrl`, `categories` → `category`. */
function singular(name: string): string {
  if (/ies$/.test(name)) return name.replace(/ies$/, 'y')
  return /(ss|us|is)$/.test(name) ? name : name.replace(/(?<=x|ch|sh|ss)es$|s$/, '')
}
