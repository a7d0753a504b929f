import { type Direction, isHidden } from '../directions.ts'
import type { OpenApiDocument, Schema, SchemaObject } from '../document.ts'
import { type Comparison, inside, type Place, report } from './change.ts'
import { compareSchemas } from './compare-schemas.ts'
import type { Visited } from './visited.ts'

/** Compares the properties that go in this direction: `readOnly` ones are in no request, `writeOnly` ones in no response. */
export function compareProperties(
  comparison: Comparison,
  before: SchemaObject,
  after: SchemaObject,
  place: Place,
  visited: Visited,
): void {
  const old = visible(comparison.old, before, place.direction)
  const fresh = visible(comparison.new, after, place.direction)
  const mayHave = (name: string): boolean => isMap(before) && !Object.hasOwn(before.properties ?? {}, name)
  for (const name of fresh.hidden.filter(mayHave))
    report(comparison, 'property-removed', inside(place, ['properties', name], `/${name}`), hiddenNow(place.direction))
  for (const name of new Set([...old.names, ...fresh.names])) {
    const at = inside(place, ['properties', name], `/${name}`)
    const [was, is] = [old.properties.get(name), fresh.properties.get(name)]
    const [required, requiredBefore] = [fresh.required.has(name), old.required.has(name)]
    const isNew = was === undefined && is !== undefined
    if (was !== undefined && is === undefined) {
      const hidden = Object.hasOwn(after.properties ?? {}, name)
      report(comparison, 'property-removed', at, hidden ? hiddenNow(place.direction) : 'removed')
    } else if (isNew && required && !requiredBefore)
      report(comparison, 'property-added-required', at, 'added, required')
    else {
      if (isNew) report(comparison, 'property-added', at, 'added')
      if (requiredBefore !== required)
        report(
          comparison,
          required ? 'property-required' : 'property-optional',
          at,
          required ? 'required now' : 'no longer required',
        )
    }
    if (is === undefined) continue
    if (was !== undefined) compareSchemas(comparison, was, is, at, visited)
    else if (isMap(before)) compareSchemas(comparison, before.additionalProperties ?? true, is, at, visited)
  }
  compareOthers(comparison, before.additionalProperties ?? true, after.additionalProperties ?? true, place, visited)
}

/** Whether properties of any name are meant, and not only those that a later version may add. */
const isMap = ({ properties, additionalProperties }: SchemaObject): boolean =>
  additionalProperties !== false && (additionalProperties !== undefined || properties === undefined)

const hiddenNow = (direction: Direction | undefined): string =>
  direction === 'response' ? 'writeOnly now: no response has it' : 'readOnly now: no request may have it'

function compareOthers(comparison: Comparison, before: Schema, after: Schema, place: Place, visited: Visited): void {
  const at = inside(place, ['additionalProperties'])
  if (before === after) return
  if (after === false) {
    report(comparison, 'additional-properties-refused', at, 'additionalProperties are no longer taken')
    return
  }
  if (before === false) {
    report(comparison, 'additional-properties-allowed', at, 'additionalProperties are taken now')
    return
  }
  compareSchemas(comparison, before, after, inside(place, ['additionalProperties'], '/*'), visited)
}

interface Visible {
  properties: Map<string, Schema>
  required: Set<string>
  names: string[]
  /** Those that do not go this way. */
  hidden: string[]
}

function visible(document: OpenApiDocument, schema: SchemaObject, direction: Direction | undefined): Visible {
  const hidden = new Set<string>()
  const properties = new Map<string, Schema>()
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (direction !== undefined && isHidden(document, property, direction)) hidden.add(name)
    else properties.set(name, property)
  }
  const required = new Set((schema.required ?? []).filter((name) => !hidden.has(name)))
  return { properties, required, names: [...properties.keys(), ...required], hidden: [...hidden] }
}
