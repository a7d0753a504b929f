import type { OpenApiDocument, Schema, SchemaObject } from '../document.ts'
import { annotations } from './annotations.ts'
import { type Comparison, inside, type Place, report, say } from './change.ts'
import { compareSchemas, type Visited } from './compare-schemas.ts'
import { flatten } from './flatten-schema.ts'
import { typesOf, valuesOf } from './types-of.ts'

/** A schema that is one of several: they, and what has to be so besides. */
interface Union {
  keyword: 'oneOf' | 'anyOf'
  members: Schema[]
  rest: SchemaObject
}

/**
 * Compares `oneOf` and `anyOf` as unions: an alternative more makes them wider. That is so of `anyOf`; of `oneOf` where no
 * value fits two alternatives. Where it may, the change cannot be decided.
 *
 * @returns what else has to be compared; undefined where there is nothing
 */
export function compareAlternatives(
  comparison: Comparison,
  before: SchemaObject,
  after: SchemaObject,
  place: Place,
  visited: Visited,
): [SchemaObject, SchemaObject] | undefined {
  const [old, fresh] = [toUnion(before), toUnion(after)]
  if (old === undefined && fresh === undefined) return [before, after]
  const pure = (union: Union): boolean => Object.keys(union.rest).every((key) => annotations.has(key) || isQuiet(key))
  const keyword = (fresh ?? old)?.keyword ?? 'anyOf'
  const at = inside(place, [keyword])
  if (old !== undefined && fresh !== undefined) {
    compareMembers(comparison, old, fresh, at, visited)
    return [old.rest, fresh.rest]
  }
  const union = old ?? fresh
  if (union === undefined) return undefined
  if (pure(union)) {
    const alone = (schema: SchemaObject): Union => ({ keyword: union.keyword, members: [schema], rest: {} })
    compareMembers(comparison, old ?? alone(before), fresh ?? alone(after), at, visited)
    return undefined
  }
  const rule = old === undefined ? 'part-added' : 'part-removed'
  report(
    comparison,
    rule,
    at,
    `${union.keyword} has been ${old === undefined ? 'added' : 'removed'} beside other keywords`,
  )
  return [old?.rest ?? before, fresh?.rest ?? after]
}

const isQuiet = (key: string): boolean => key === 'discriminator' || key === 'default' || key.startsWith('x-')

function toUnion(schema: SchemaObject): Union | undefined {
  const { oneOf, anyOf, ...rest } = schema
  if (oneOf !== undefined)
    return { keyword: 'oneOf', members: oneOf, rest: anyOf === undefined ? rest : { ...rest, anyOf } }
  return anyOf === undefined ? undefined : { keyword: 'anyOf', members: anyOf, rest }
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
  const told = comparison.found.length
  const compare = (one: Schema, other: Schema): void => compareSchemas(comparison, one, other, at(other), visited)
  pair((one, other) => findDifferences(comparison, one, other, place, visited) === 0, compare)
  pair((one, other) => tagOf(olds, one) !== undefined && tagOf(olds, one) === tagOf(news, other), compare)
  pair((one, other) => shareTypes(flatten(olds, one), flatten(news, other)), compare)
  for (const member of gone) report(comparison, 'alternative-removed', place, `no longer ${nameMember(olds, member)}`)
  for (const member of added) report(comparison, 'alternative-added', at(member), `${nameMember(news, member)} too`)
  const changed = comparison.found.slice(told).some(({ level }) => level !== 'documentation')
  const exclusive = old.keyword === 'oneOf' || fresh.keyword === 'oneOf'
  if (changed && exclusive && !(areApart(olds, old) && areApart(news, fresh)))
    report(
      comparison,
      'cannot-be-decided',
      place,
      'oneOf has alternatives that may both fit, so this cannot be decided',
    )
}

/** How much changes from one alternative to another, without telling it. */
function findDifferences(comparison: Comparison, one: Schema, other: Schema, place: Place, visited: Visited): number {
  const trial: Comparison = { ...comparison, found: [] }
  const copy = new Map([...visited].map(([schema, partners]) => [schema, new Set(partners)]))
  compareSchemas(trial, one, other, place, copy)
  return trial.found.filter(({ level }) => level !== 'documentation').length
}

/** Whether no value fits two alternatives: by their types, by a required property that is another constant in each. */
function areApart(document: OpenApiDocument, { members, rest }: Union): boolean {
  if (rest.discriminator !== undefined) return true
  const flat = members.map((member) => flatten(document, member))
  return flat.every((one, index) =>
    flat.slice(index + 1).every((other) => !shareTypes(one, other) || haveOtherTags(document, one, other)),
  )
}

function shareTypes(one: Schema, other: Schema): boolean {
  if (typeof one === 'boolean' || typeof other === 'boolean') return one !== false && other !== false
  const [left, right] = [valuesOf(one)?.map(say), valuesOf(other)?.map(say)]
  if (left !== undefined && right !== undefined) return left.some((value) => right.includes(value))
  const types = typesOf(other)
  return [...typesOf(one)].some((type) => types.has(type))
}

function haveOtherTags(document: OpenApiDocument, one: Schema, other: Schema): boolean {
  const tags = tagsOf(document, other)
  return Object.entries(tagsOf(document, one)).some(([name, values]) => {
    const others = tags[name]
    return others !== undefined && !values.some((value) => others.includes(value))
  })
}

/** The required properties of an object that are one of few constants. */
function tagsOf(document: OpenApiDocument, schema: Schema): Record<string, string[]> {
  if (typeof schema === 'boolean' || schema.type !== 'object') return {}
  const tags: Record<string, string[]> = {}
  for (const name of schema.required ?? []) {
    const property = flatten(document, schema.properties?.[name] ?? true)
    const values = typeof property === 'object' ? valuesOf(property) : undefined
    if (values !== undefined) tags[name] = values.map(say)
  }
  return tags
}

/** What an alternative is known by: the first of its constants, else the name of its schema. */
function tagOf(document: OpenApiDocument, member: Schema): string | undefined {
  const [tag] = Object.entries(tagsOf(document, flatten(document, member)))
  if (tag !== undefined) return `${tag[0]}: ${tag[1].join(', ')}`
  return typeof member === 'object' ? member.$ref?.split('/').at(-1) : undefined
}

function nameMember(document: OpenApiDocument, member: Schema): string {
  const tag = tagOf(document, member)
  if (tag !== undefined) return tag
  const flat = flatten(document, member)
  if (typeof flat === 'boolean') return String(flat)
  return flat.title ?? (valuesOf(flat)?.map(say) ?? nameTypesOf(flat)).join(' | ')
}

const nameTypesOf = ({ type = 'any' }: SchemaObject): string[] => [type].flat()
