import type { Direction } from '../directions.ts'
import type { OpenApiDocument, Schema, SchemaObject } from '../document.ts'
import { type Comparison, inside, type Place, report } from './change.ts'
import { compareSchemas, type Visited } from './compare-schemas.ts'
import { flatten } from './flatten-schema.ts'

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
  for (const name of new Set([...old.names, ...fresh.names])) {
    const at = inside(place, ['properties', name], `/${name}`)
    const [was, is] = [old.properties[name], fresh.properties[name]]
    const required = fresh.required.has(name)
    const changesRequired = old.required.has(name) !== required
    if (was !== undefined && is === undefined) {
      const hidden = after.properties?.[name] !== undefined
      report(
        comparison,
        'property-removed',
        hidden ? at : inside(at, []),
        hidden ? hiddenNow(place.direction) : 'removed',
      )
      continue
    }
    if (was === undefined && is !== undefined) {
      report(
        comparison,
        required ? 'property-added-required' : 'property-added',
        at,
        required ? 'added, required' : 'added',
      )
      if (typeof before.additionalProperties === 'object')
        compareSchemas(comparison, before.additionalProperties, is, at, visited)
      continue
    }
    if (changesRequired)
      report(
        comparison,
        required ? 'property-required' : 'property-optional',
        at,
        required ? 'required now' : 'no longer required',
      )
    if (was !== undefined && is !== undefined) compareSchemas(comparison, was, is, at, visited)
  }
  compareOthers(comparison, before.additionalProperties ?? true, after.additionalProperties ?? true, place, visited)
}

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
  properties: Record<string, Schema>
  required: Set<string>
  names: string[]
}

function visible(document: OpenApiDocument, schema: SchemaObject, direction: Direction | undefined): Visible {
  const word = direction === 'response' ? 'writeOnly' : 'readOnly'
  const hidden = new Set<string>()
  const properties: Record<string, Schema> = {}
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const flat = flatten(document, property)
    if (typeof flat === 'object' && flat[word] === true) hidden.add(name)
    else properties[name] = property
  }
  const required = new Set((schema.required ?? []).filter((name) => !hidden.has(name)))
  return { properties, required, names: [...Object.keys(properties), ...required] }
}
