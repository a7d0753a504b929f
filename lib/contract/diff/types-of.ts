import type { Json, SchemaObject } from '../document.ts'

/** The types of JSON; a number is a whole one or a `fraction`. */
const every = ['null', 'boolean', 'string', 'array', 'object', 'integer', 'fraction'] as const

type Type = (typeof every)[number]

/** The types that a schema allows, by its `type` and its `enum`. */
export function typesOf({ type, enum: values }: SchemaObject): Set<Type> {
  const said = type === undefined ? new Set<Type>(every) : spread([type].flat())
  return values === undefined ? said : new Set(values.map(typeOf).filter((found) => said.has(found)))
}

/** The values of an `enum` that its `type` allows. */
export function valuesOf(schema: SchemaObject): Json[] | undefined {
  const types = typesOf(schema)
  return schema.enum?.filter((value) => types.has(typeOf(value)))
}

export function intersectTypes(one: string | string[], other: string | string[]): string[] {
  const left = spread([one].flat())
  return nameTypes([...spread([other].flat())].filter((type) => left.has(type)))
}

/** As `type` names them. */
export function nameTypes(types: Iterable<Type>): string[] {
  const found = new Set(types)
  if (found.size === every.length) return ['any']
  const names = every.filter((type) => found.has(type)).map((type): string => (type === 'fraction' ? 'number' : type))
  return names.includes('number') ? names.filter((name) => name !== 'integer') : names
}

const spread = (names: readonly string[]): Set<Type> =>
  new Set(names.flatMap((name) => (name === 'number' ? ['integer', 'fraction'] : [name])) as Type[])

function typeOf(value: Json): Type {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'fraction'
  return typeof value as 'boolean' | 'string' | 'object'
}
