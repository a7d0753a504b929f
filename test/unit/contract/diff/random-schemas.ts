import type { Json, OpenApiDocument, Schema, SchemaObject } from '../../../../lib/contract/document.ts'

/** A sequence that is the same in each run (mulberry32): what fails once fails again. */
export function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

export type Random = ReturnType<typeof createRandom>

export const pick = <Item>(random: Random, items: readonly Item[]): Item => items[random(items.length)] as Item

/** Schemas by name, and one that may refer to them. */
export interface Model {
  schema: Schema
  components: Record<string, Schema>
}

/** One of them is called like an annotation. */
const names = ['a', 'b', 'title'] as const
const components = ['A', 'B', 'C'] as const

/** Keywords with values so near to each other that they often differ a little. */
const leaves: readonly ((random: Random) => SchemaObject)[] = [
  (random) => ({ type: 'string', minLength: random(2), maxLength: 1 + random(2) }),
  (random) => ({ type: pick(random, ['integer', 'number']), minimum: random(3) }),
  (random) => ({ type: pick(random, ['integer', 'number']), exclusiveMinimum: random(3) }),
  (random) => ({ type: 'number', exclusiveMaximum: random(3), maximum: random(3) }),
  (random) => ({ enum: ['a', 1, null, 'ab'].slice(random(2), 2 + random(3)) }),
  (random) => ({
    type: pick(random, ['string', 'null', ['string', 'null'], ['integer', 'string'], ['object', 'null']]),
  }),
  (random) => ({ type: pick(random, ['boolean', 'array', 'object', 'number', ['number', 'integer']]) }),
  (random) => ({ const: pick(random, ['a', 1, null, { title: 'a' }]) }),
  (random) => ({ multipleOf: 1 + random(4) / 2 }),
  (random) => ({ type: 'string', pattern: pick(random, ['^a', 'b$']) }),
  (random) => ({ type: 'string', format: pick(random, ['date', 'uri', 'iri']) }),
  (random) => ({ type: 'integer', format: pick(random, ['int32', 'int64']), default: random(2) }),
  (random) => ({ uniqueItems: random(2) === 0, minItems: random(2) }),
  (random) => ({ minProperties: random(2), maxProperties: 1 + random(2) }),
  () => ({}),
]

/** Makes schemas; one that is called by a component's name refers unguarded to later ones only, so that none is endless. */
export function makeSchema(random: Random, depth = 0, first = 0): Schema {
  const leaf = (): Schema => (random(20) === 0 ? random(2) === 0 : pick(random, leaves)(random))
  if (depth > 3 || random(3) === 0) return leaf()
  const make = (): Schema => makeSchema(random, depth + 1, first)
  const guarded = (): Schema => makeSchema(random, depth + 1)
  const kinds: readonly (() => Schema)[] = [
    () => ({ type: 'array', items: guarded(), maxItems: 1 + random(2) }),
    () => ({ prefixItems: [guarded()], items: guarded() }),
    () => ({ [pick(random, ['oneOf', 'anyOf'])]: [make(), make()] }),
    () => ({ [pick(random, ['oneOf', 'anyOf'])]: [make(), make()] }),
    () => ({ oneOf: [make(), make()], anyOf: [make(), make()] }),
    () => ({
      type: 'object',
      oneOf: [makeTagged(random, 'a'), makeTagged(random, 'b')],
      discriminator: { propertyName: 'b' },
    }),
    () => ({ allOf: [make(), make()] }),
    () => ({ not: make() }),
    () => (first < components.length ? referTo(random, first) : leaf()),
    () => (first < components.length ? referTo(random, first) : leaf()),
    () => makeObject(random, depth),
    () => makeObject(random, depth),
    () => makeObject(random, depth),
    () => makeObject(random, depth),
  ]
  return pick(random, kinds)()
}

function referTo(random: Random, first: number): Schema {
  const name = pick(random, components.slice(first))
  const siblings: SchemaObject[] = [{}, {}, { description: 'Siblings.' }, { maxLength: 1 }, { readOnly: true }]
  return { $ref: `#/components/schemas/${name}`, ...pick(random, siblings) }
}

function makeTagged(random: Random, kind: string): Schema {
  return {
    type: 'object',
    properties: { b: { const: kind }, a: makeSchema(random, 4) },
    required: ['b', 'a'].slice(0, 1 + random(2)),
  }
}

function makeObject(random: Random, depth: number): Schema {
  const properties: Record<string, Schema> = {}
  for (const name of names) {
    if (random(2) === 0) continue
    const property = makeSchema(random, depth + 1)
    const hiding: SchemaObject[] = [{}, {}, {}, { readOnly: true }, { writeOnly: true }]
    properties[name] = typeof property === 'boolean' ? property : { ...property, ...pick(random, hiding) }
  }
  const others: SchemaObject[] = [{}, { additionalProperties: false }, { additionalProperties: makeSchema(random, 3) }]
  return {
    ...(random(3) === 0 ? {} : { type: 'object' }),
    properties,
    ...pick(random, others),
    ...(random(2) === 0 ? { required: names.filter(() => random(3) === 0) } : {}),
    ...(random(12) === 0 ? { dependentRequired: { title: [pick(random, names)] } } : {}),
  }
}

export function makeModel(random: Random): Model {
  const made = components.map((name, index) => [name, makeSchema(random, 1, index + 1)] as const)
  return { schema: makeSchema(random), components: Object.fromEntries(made) }
}

/** The same with one thing changed: in the schema, or in what it refers to. */
export function changeModel(random: Random, model: Model): Model {
  const reached = reachedBy(model)
  const name = reached[random(reached.length * 2 + 1)]
  if (name === undefined) return { ...model, schema: changeSchema(random, model.schema, 0) }
  const changed = changeSchema(random, model.components[name] ?? true, components.indexOf(name) + 1)
  return { ...model, components: { ...model.components, [name]: changed } }
}

/** The components that a schema refers to, itself or through others. */
function reachedBy({ schema, components: named }: Model): (typeof components)[number][] {
  const reached = new Set<(typeof components)[number]>()
  const look = (from: Schema): void => {
    const text = JSON.stringify(from)
    for (const name of components) {
      if (reached.has(name) || !text.includes(`#/components/schemas/${name}"`)) continue
      reached.add(name)
      look(named[name] ?? true)
    }
  }
  look(schema)
  return [...reached]
}

/** One thing changed somewhere: a keyword more or less, a limit moved, an alternative added, a part replaced. */
function changeSchema(random: Random, schema: Schema, first: number): Schema {
  const fresh = (): Schema => makeSchema(random, 2, first)
  if (typeof schema === 'boolean' || random(8) === 0) return fresh()
  if (random(8) === 0) return { [pick(random, ['allOf', 'anyOf', 'oneOf'])]: [schema, fresh()].slice(0, 1 + random(2)) }
  const more = fresh()
  if (random(6) === 0 && typeof more === 'object') return { ...schema, ...more }
  const keys = Object.keys(schema)
  if (keys.length === 0) return fresh()
  const key = pick(random, keys)
  const { [key]: value, ...others } = schema
  const isHolder = /^(?:items|additionalProperties|not)$/.test(key)
  if (random(4) === 0) return others
  if (typeof value === 'number') return { ...schema, [key]: Math.max(1, value + random(3) - 1) }
  if (isHolder) return { ...schema, [key]: changeSchema(random, value as Schema, key === 'not' ? first : 0) }
  if (key === 'properties') return { ...schema, properties: changeProperties(random, value as Record<string, Schema>) }
  if (/^(?:oneOf|anyOf|allOf|prefixItems)$/.test(key)) {
    const list = value as Schema[]
    const turn = random(list.length + 1)
    const from = key === 'prefixItems' ? 0 : first
    const changed = list.map((one, index) => (index === turn ? changeSchema(random, one, from) : one))
    return { ...schema, [key]: turn === list.length ? [...list, makeSchema(random, 2, from)] : changed }
  }
  if (key === 'required') return { ...schema, required: names.filter(() => random(2) === 0) }
  return others
}

function changeProperties(random: Random, properties: Record<string, Schema>): Record<string, Schema> {
  const name = pick(random, names)
  const { [name]: known, ...others } = properties
  if (known !== undefined && random(4) === 0) return others
  return { ...properties, [name]: known === undefined ? makeSchema(random, 2) : changeSchema(random, known, 0) }
}

/** A contract in which the schema goes one way. */
export function contractOf({ schema, components: schemas }: Model, direction: 'request' | 'response'): OpenApiDocument {
  const content = { content: { 'application/json': { schema } } }
  const operation =
    direction === 'request'
      ? { requestBody: content, responses: {} }
      : { responses: { '200': { description: 'ok', ...content } } }
  return {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1.0.0' },
    paths: { '/shop': { post: { operationId: 'send', ...operation } } },
    components: { schemas },
  }
}

const scalars: Json[] = ['', 'a', 'ab', 'abc', '2024-01-01', 'a:b', 0, 1, 2, 3, 0.5, 1.5, -1, null, true]
const flat: Json[] = scalars.flatMap((value) => [
  value,
  [value],
  { a: value },
  { b: value },
  { title: value },
  { a: value, c: value },
])

/** Small values of every type. */
export const values: readonly Json[] = [
  ...flat,
  [],
  {},
  ['a', 'a'],
  ...flat.flatMap((value) => [
    [value],
    ['a', value],
    { a: value },
    { title: value },
    { a: 'a', b: value },
    { a: value, b: 'a' },
    { a: value, b: 'b' },
    { a: 1, b: value },
    { title: value, a: value, b: value },
  ]),
]
