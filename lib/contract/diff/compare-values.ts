import type { SchemaObject } from '../document.ts'
import { type Comparison, inside, type Place, report, say } from './change.ts'
import { nameTypes, typesOf, valuesOf } from './types-of.ts'

/** Which format takes all values of another one. */
const wider: Record<string, string> = { int32: 'int64', float: 'double', uri: 'iri', email: 'idn-email' }

/**
 * Compares types, enums, formats and patterns.
 *
 * @returns false where no type is left of the old ones: then nothing else about them is worth telling
 */
export function compareValues(
  comparison: Comparison,
  before: SchemaObject,
  after: SchemaObject,
  place: Place,
): boolean {
  const remain = compareTypes(comparison, before, after, inside(place, ['type']))
  if (!remain) return false
  compareEnums(comparison, before, after, inside(place, ['enum']))
  compareFormats(comparison, before.format, after.format, inside(place, ['format']))
  comparePatterns(comparison, before.pattern, after.pattern, inside(place, ['pattern']))
  return true
}

function compareTypes(comparison: Comparison, before: SchemaObject, after: SchemaObject, place: Place): boolean {
  const [old, fresh] = [typesOf(before), typesOf(after)]
  const removed = [...old].filter((type) => !fresh.has(type))
  const added = [...fresh].filter((type) => !old.has(type))
  const message = `type: ${nameTypes(old).join(' | ')} → ${nameTypes(fresh).join(' | ')}`
  // What one value of an enum was is told by the enum.
  const told = before.enum !== undefined && after.enum !== undefined
  if (removed.length > 0 && !told)
    report(comparison, isNull(removed) ? 'null-removed' : 'type-narrowed', place, message)
  if (added.length > 0 && !told) report(comparison, isNull(added) ? 'null-added' : 'type-widened', place, message)
  return removed.length < old.size || told
}

const isNull = (types: readonly string[]): boolean => types.length === 1 && types[0] === 'null'

function compareEnums(comparison: Comparison, before: SchemaObject, after: SchemaObject, place: Place): void {
  const [old, fresh] = [valuesOf(before), valuesOf(after)].map((values) => values?.map(say))
  if (old === undefined && fresh === undefined) return
  if (old === undefined) {
    report(comparison, 'enum-narrowed', place, `only ${fresh?.join(', ')} now`)
    return
  }
  if (fresh === undefined) {
    report(comparison, 'enum-widened', place, `no longer only ${old.join(', ')}`)
    return
  }
  const removed = old.filter((value) => !fresh.includes(value))
  const added = fresh.filter((value) => !old.includes(value))
  if (removed.length > 0) report(comparison, 'enum-narrowed', place, `no longer ${removed.join(', ')}`)
  if (added.length > 0) report(comparison, 'enum-widened', place, `${added.join(', ')} too`)
}

function compareFormats(
  comparison: Comparison,
  old: string | undefined,
  fresh: string | undefined,
  place: Place,
): void {
  if (old === fresh) return
  const message = `format: ${old ?? 'none'} → ${fresh ?? 'none'}`
  if (old === undefined || (fresh !== undefined && wider[fresh] === old))
    report(comparison, 'format-added', place, message)
  else if (fresh === undefined || wider[old] === fresh) report(comparison, 'format-removed', place, message)
  else report(comparison, 'cannot-be-decided', place, message)
}

function comparePatterns(comparison: Comparison, old: unknown, fresh: unknown, place: Place): void {
  if (old === fresh) return
  const message = `pattern: ${old ?? 'none'} → ${fresh ?? 'none'}`
  if (old === undefined) report(comparison, 'pattern-added', place, message)
  else if (fresh === undefined) report(comparison, 'pattern-removed', place, message)
  else report(comparison, 'cannot-be-decided', place, `${message} cannot be decided`)
}
