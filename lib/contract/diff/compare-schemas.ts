import { isDeepStrictEqual } from 'node:util'
import type { Schema, SchemaObject } from '../document.ts'
import { changedAnnotations } from './annotations.ts'
import { type Comparison, inside, type Place, report, say } from './change.ts'
import { compareAlternatives } from './compare-alternatives.ts'
import { compareLimits } from './compare-limits.ts'
import { compareProperties } from './compare-properties.ts'
import { compareValues } from './compare-values.ts'
import { flatten } from './flatten-schema.ts'
import { isSame } from './same.ts'
import { countChanges, isVisited, noneVisited, type Visited } from './visited.ts'

/** Keywords whose changes are told apart from no change, and no further. */
const undecided = [
  'not',
  'if',
  'then',
  'else',
  'contains',
  'minContains',
  'maxContains',
  'propertyNames',
  'patternProperties',
  'dependentSchemas',
  'dependentRequired',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
  'xml',
  '$dynamicRef',
]

/**
 * Compares two schemas as the sets of values that they allow: each difference makes it narrower or wider. In a request
 * the one breaks clients, in a response the other.
 */
export function compareSchemas(
  comparison: Comparison,
  before: Schema,
  after: Schema,
  place: Place,
  visited: Visited = noneVisited(),
): void {
  const old = orAnything(flatten(comparison.old, before))
  const fresh = orAnything(flatten(comparison.new, after))
  if (isVisited(comparison, visited, old, fresh)) return
  const changes = countChanges(comparison, visited)
  visited.pairs.set(old, (visited.pairs.get(old) ?? new Map()).set(fresh, 'open'))
  compareOnce(comparison, old, fresh, place, visited)
  const same = countChanges(comparison, visited) === changes
  visited.pairs.get(old)?.set(fresh, same ? 'same' : 'changed')
}

function compareOnce(
  comparison: Comparison,
  old: SchemaObject | false,
  fresh: SchemaObject | false,
  place: Place,
  visited: Visited,
): void {
  if (old === false || fresh === false) {
    if (old === fresh) return
    const rule = fresh === false ? 'type-narrowed' : 'type-widened'
    report(comparison, rule, place, fresh === false ? 'no value is valid now' : 'was not valid at all')
    return
  }
  const rest = compareAlternatives(comparison, old, fresh, place, visited)
  if (!compareParts(comparison, old, fresh, place, visited)) return
  compareFlat(comparison, ...rest, place, visited)
}

/** `true`, as an object that is always the same. */
const anything: SchemaObject = {}

const orAnything = (schema: Schema): SchemaObject | false => (schema === true ? anything : schema)

function compareFlat(
  comparison: Comparison,
  before: SchemaObject,
  after: SchemaObject,
  place: Place,
  visited: Visited,
): void {
  compareWords(comparison, before, after, place)
  if (!compareValues(comparison, before, after, place)) return
  compareLimits(comparison, before, after, place)
  compareProperties(comparison, before, after, place, visited)
  compareItems(comparison, before, after, place, visited)
  for (const keyword of undecided) {
    if (isSame(comparison.old, before[keyword], comparison.new, after[keyword])) continue
    report(comparison, 'cannot-be-decided', inside(place, [keyword]), `${keyword} has changed, which cannot be decided`)
  }
  const [old, fresh] = [before.discriminator, after.discriminator].map(nameDiscriminator)
  if (old !== fresh)
    report(comparison, 'cannot-be-decided', inside(place, ['discriminator']), `discriminator: ${old} → ${fresh}`)
}

/** What its targets are called does not matter. */
function nameDiscriminator(discriminator: unknown): string {
  if (typeof discriminator !== 'object' || discriminator === null) return 'none'
  const { propertyName, mapping = {} } = discriminator as { propertyName?: unknown; mapping?: object }
  return [propertyName, ...Object.keys(mapping).sort()].join(' ')
}

function compareItems(
  comparison: Comparison,
  before: SchemaObject,
  after: SchemaObject,
  place: Place,
  visited: Visited,
): void {
  const [old = [], fresh = []] = [before.prefixItems, after.prefixItems]
  const [others, othersNow] = [before.items ?? true, after.items ?? true]
  for (let index = 0; index < Math.max(old.length, fresh.length); index++) {
    const at = inside(place, ['prefixItems', String(index)], `/${index}`)
    compareSchemas(comparison, old[index] ?? others, fresh[index] ?? othersNow, at, visited)
  }
  if (others !== true || othersNow !== true)
    compareSchemas(comparison, others, othersNow, inside(place, ['items'], '/-'), visited)
}

/**
 * Compares what `allOf` holds where it could not be merged: each part is a condition of its own.
 *
 * @returns false where nothing else can be said
 */
function compareParts(
  comparison: Comparison,
  before: SchemaObject,
  after: SchemaObject,
  place: Place,
  visited: Visited,
): boolean {
  const [old = [], fresh = []] = [before.allOf, after.allOf]
  const gone = old.filter((part) => !fresh.some((other) => isSame(comparison.old, part, comparison.new, other)))
  const added = fresh.filter((part) => !old.some((other) => isSame(comparison.old, other, comparison.new, part)))
  const at = inside(place, ['allOf'])
  if (gone.length !== added.length) {
    report(comparison, 'cannot-be-decided', at, 'allOf has changed, which cannot be decided')
    return false
  }
  for (const [index, part] of gone.entries()) compareSchemas(comparison, part, added[index] ?? true, at, visited)
  return true
}

function compareWords(comparison: Comparison, before: SchemaObject, after: SchemaObject, place: Place): void {
  const said = changedAnnotations(before, after)
  if (said.length > 0) report(comparison, 'schema-described', inside(place, [said[0] ?? '']), said.join(', '))
  if ((before.deprecated === true) !== (after.deprecated === true)) {
    const rule = after.deprecated === true ? 'schema-deprecated' : 'schema-described'
    report(
      comparison,
      rule,
      inside(place, ['deprecated']),
      `${after.deprecated === true ? '' : 'no longer '}deprecated`,
    )
  }
  if (isDeepStrictEqual(before.default, after.default)) return
  const rule = before.default === undefined ? 'default-added' : 'default-changed'
  report(comparison, rule, inside(place, ['default']), `default: ${say(before.default)} → ${say(after.default)}`)
}
