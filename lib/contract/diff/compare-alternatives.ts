import { type Direction, isHidden } from '../directions.ts'
import type { OpenApiDocument, Schema, SchemaObject } from '../document.ts'
import { annotations } from './annotations.ts'
import { type Comparison, inside, type Place, report, say } from './change.ts'
import { compareSchemas } from './compare-schemas.ts'
import { flatten } from './flatten-schema.ts'
import { isSame } from './same.ts'
import { typesOf, valuesOf } from './types-of.ts'
import { copyVisited, countChanges, type Visited } from './visited.ts'

/** A schema that is one of several: they, and what has to be so besides. */
interface Union {
  keyword: Keyword
  members: Schema[]
  rest: SchemaObject
}

type Keyword = 'oneOf' | 'anyOf'

/**
 * Compares `oneOf` and `anyOf` as unions: an alternative more makes them wider. That is so of `anyOf`; of `oneOf` where no
 * value fits two alternatives. Where it may, the change cannot be decided.
 *
 * @returns what else has to be compared
 */
export function compareAlternatives(
  comparison: Comparison,
  before: SchemaObject,
  after: SchemaObject,
  place: Place,
  visited: Visited,
): [SchemaObject, SchemaObject] {
  const [old, fresh] = toUnions(before, after)
  const union = fresh ?? old
  if (union === undefined) return [before, after]
  const { keyword } = union
  const at = inside(place, [keyword])
  if (old !== undefined && fresh !== undefined) {
    compareMembers(comparison, old, fresh, at, visited)
    return compareAlternatives(comparison, old.rest, fresh.rest, place, visited)
  }
  const other = old === undefined ? before : after
  // Beside nothing at all, they are what has been added or is gone.
  if (Object.keys(union.rest).every(isQuiet) && !Object.keys(other).every(isWord)) {
    const alone = (schema: SchemaObject): Union => ({ keyword, members: [withoutWords(schema)], rest: {} })
    compareMembers(comparison, old ?? alone(before), fresh ?? alone(after), at, visited)
    return [wordsOf(before), wordsOf(after)]
  }
  const [rule, happened] =
    old === undefined ? (['part-added', 'added'] as const) : (['part-removed', 'removed'] as const)
  report(comparison, rule, at, `${keyword} has been ${happened} beside other keywords`)
  return compareAlternatives(comparison, old?.rest ?? before, fresh?.rest ?? after, place, visited)
}

/** A schema may have both keywords; then those of one kind belong together. */
function toUnions(before: SchemaObject, after: SchemaObject): [Union | undefined, Union | undefined] {
  const has = (schema: SchemaObject, keyword: Keyword): boolean => schema[keyword] !== undefined
  const shared = (['oneOf', 'anyOf'] as const).find((keyword) => has(before, keyword) && has(after, keyword))
  return [toUnion(before, shared), toUnion(after, shared)]
}

function toUnion(schema: SchemaObject, shared: Keyword | undefined): Union | undefined {
  const keyword = shared ?? (schema.oneOf === undefined ? 'anyOf' : 'oneOf')
  const { [keyword]: members, ...rest } = schema
  return members === undefined ? undefined : { keyword, members, rest }
}

/** Whether a keyword leaves it to the alternatives what is valid. */
const isQuiet = (key: string): boolean => key === 'discriminator' || isWord(key)

/** Whether a keyword is said of the value, however many alternatives it has. */
const isWord = (key: string): boolean =>
  annotations.has(key) || key.startsWith('x-') || /^(?:default|deprecated|readOnly|writeOnly)$/.test(key)

const wordsOf = (schema: SchemaObject): SchemaObject =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => isWord(key)))

const wordless = new WeakMap<SchemaObject, SchemaObject>()

/** Always the same object for the same schema, so that what is recursive comes to an end. */
function withoutWords(schema: SchemaObject): SchemaObject {
  if (!Object.keys(schema).some(isWord)) return schema
  const known = wordless.get(schema)
  if (known !== undefined) return known
  const made: SchemaObject = Object.fromEntries(Object.entries(schema).filter(([key]) => !isWord(key)))
  wordless.set(schema, made)
  return made
}

function compareMembers(comparison: Comparison, old: Union, fresh: Union, place: Place, visited: Visited): void {
  const { old: olds, new: news } = comparison
  const gone = new Set(old.members)
  const added = new Set(fresh.members)
  const pair = (fits: (one: Schema, other: Schema) => boolean, then: (one: Schema, other: Schema) => void): void => {
    for (const one of gone) {
      const other = [...added].find((candidate) => fits(one, candidate))
      if (other === undefined) continue
      gone.delete(one)
      added.delete(other)
      then(one, other)
    }
  }
  const at = (member: Schema): Place => {
    const index = fresh.members.indexOf(member)
    return index < 0 ? place : inside(place, [String(index)])
  }
  const changes = countChanges(comparison, visited)
  const compare = (one: Schema, other: Schema): void => compareSchemas(comparison, one, other, at(other), visited)
  pair((one, other) => refNameOf(one) !== undefined && refNameOf(one) === refNameOf(other), compare)
  pair((one, other) => isSame(olds, one, news, other), compare)
  pair((one, other) => tagOf(olds, one) !== undefined && tagOf(olds, one) === tagOf(news, other), compare)
  pair((one, other) => findDifferences(comparison, one, other, place, visited) === 0, compare)
  pair((one, other) => shareTypes(flatten(olds, one), flatten(news, other)), compare)
  for (const member of gone) report(comparison, 'alternative-removed', place, `no longer ${nameMember(olds, member)}`)
  for (const member of added) report(comparison, 'alternative-added', at(member), `${nameMember(news, member)} too`)
  const changed = old.keyword !== fresh.keyword || countChanges(comparison, visited) > changes
  const mayOverlap = (document: OpenApiDocument, { keyword, members }: Union): boolean =>
    keyword === 'oneOf' && !areApart(document, members, place.direction)
  if (changed && (mayOverlap(olds, old) || mayOverlap(news, fresh)))
    report(
      comparison,
      'cannot-be-decided',
      place,
      'oneOf has alternatives that may both fit, so this cannot be decided',
    )
}

/** How much changes from one alternative to another, without telling it. Each pair is tried once: unions may be deep. */
function findDifferences(comparison: Comparison, one: Schema, other: Schema, place: Place, visited: Visited): number {
  const tried = visited.tried.get(one) ?? new Map<Schema, number>()
  const known = tried.get(other)
  if (known !== undefined) return known
  visited.tried.set(one, tried.set(other, 0))
  const trial: Comparison = { ...comparison, found: [] }
  const copy = copyVisited(visited)
  compareSchemas(trial, one, other, place, copy)
  const count = countChanges(trial, copy)
  tried.set(other, count)
  return count
}

/** Whether no value fits two alternatives: by their types, by a required property that is another constant in each. */
function areApart(document: OpenApiDocument, members: readonly Schema[], direction: Direction | undefined): boolean {
  const flat = members.map((member) => flatten(document, member))
  return flat.every((one, index) =>
    flat.slice(index + 1).every((other) => !shareTypes(one, other) || haveOtherTags(document, one, other, direction)),
  )
}

function shareTypes(one: Schema, other: Schema): boolean {
  if (typeof one === 'boolean' || typeof other === 'boolean') return one !== false && other !== false
  const [left, right] = [valuesOf(one)?.map(say), valuesOf(other)?.map(say)]
  if (left !== undefined && right !== undefined) return left.some((value) => right.includes(value))
  const types = typesOf(other)
  return [...typesOf(one)].some((type) => types.has(type))
}

function haveOtherTags(
  document: OpenApiDocument,
  one: Schema,
  other: Schema,
  direction: Direction | undefined,
): boolean {
  const tags = tagsOf(document, other, direction)
  return Object.entries(tagsOf(document, one, direction)).some(([name, values]) => {
    const others = tags[name]
    return others !== undefined && !values.some((value) => others.includes(value))
  })
}

/** The required properties of an object that are one of few constants, and go in this direction. */
function tagsOf(document: OpenApiDocument, schema: Schema, direction?: Direction): Record<string, string[]> {
  if (typeof schema === 'boolean' || [schema.type].flat().join() !== 'object') return {}
  const tags: Record<string, string[]> = {}
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (!schema.required?.includes(name)) continue
    if (direction !== undefined && isHidden(document, property, direction)) continue
    const flat = flatten(document, property)
    const values = typeof flat === 'object' ? valuesOf(flat) : undefined
    if (values !== undefined) tags[name] = values.map(say)
  }
  return tags
}

/** What an alternative is known by: the first of its constants, else the name of its schema. */
function tagOf(document: OpenApiDocument, member: Schema): string | undefined {
  const [tag] = Object.entries(tagsOf(document, flatten(document, member)))
  if (tag !== undefined) return `${tag[0]}: ${tag[1].join(', ')}`
  return refNameOf(member)
}

const refNameOf = (member: Schema): string | undefined =>
  typeof member === 'object' ? member.$ref?.split('/').at(-1) : undefined

function nameMember(document: OpenApiDocument, member: Schema): string {
  const tag = tagOf(document, member)
  if (tag !== undefined) return tag
  const flat = flatten(document, member)
  if (typeof flat === 'boolean') return String(flat)
  return flat.title ?? (valuesOf(flat)?.map(say) ?? nameTypesOf(flat)).join(' | ')
}

const nameTypesOf = ({ type = 'any' }: SchemaObject): string[] => [type].flat()
