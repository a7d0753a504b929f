import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { compareContracts } from '../../../../lib/contract/diff/compare-contracts.ts'
import type { Json, OpenApiDocument, Schema } from '../../../../lib/contract/document.ts'

/** A sequence that is the same in each run (mulberry32): what fails once fails again. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Random = ReturnType<typeof createRandom>

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[random(items.length)] as Item

/** Schemas of a few keywords with values so near to each other that they often differ a little. */
function makeSchema(random: Random, depth = 0): Schema {
  const kind = random(depth > 2 ? 6 : 12)
  if (kind === 0) return { type: 'string', minLength: random(2), maxLength: 1 + random(2) }
  if (kind === 1) return { type: pick(random, ['integer', 'number']), minimum: random(3) }
  if (kind === 2) return { type: 'number', exclusiveMaximum: random(3) }
  if (kind === 3) return { enum: ['a', 1, null].slice(random(2), 2 + random(2)) }
  if (kind === 4) return { type: pick(random, ['string', 'null', ['string', 'null'], ['integer', 'string']]) }
  if (kind === 5) return pick(random, [true, { const: 'a' }, { multipleOf: 1 + random(2) }, { type: 'boolean' }])
  const make = (): Schema => makeSchema(random, depth + 1)
  if (kind === 6) return { type: 'array', items: make(), maxItems: 1 + random(2) }
  if (kind === 7) return { prefixItems: [make()], items: make() }
  if (kind === 8) return { [pick(random, ['oneOf', 'anyOf'])]: [make(), make()] }
  if (kind === 9) return { allOf: [make(), make()] }
  const properties = random(2) === 0 ? { a: make() } : { a: make(), b: make() }
  // Closed objects or maps: that an open one may gain a property is a convention, and no theorem.
  const additionalProperties = random(2) === 0 ? false : makeSchema(random, 3)
  return { type: 'object', properties, additionalProperties, required: ['a', 'b'].slice(random(3)) }
}

/** The same schema with one thing changed, somewhere. */
function change(random: Random, schema: Schema): Schema {
  if (typeof schema === 'boolean' || random(3) === 0) return makeSchema(random, 1)
  const key = pick(random, Object.keys(schema))
  const value = schema[key] as Schema | Schema[] | Record<string, Schema>
  const copy = { ...schema }
  if (key === 'properties') copy.properties = { ...copy.properties, a: change(random, copy.properties?.a ?? true) }
  else if (key === 'items' || key === 'additionalProperties') copy[key] = change(random, value as Schema)
  else if (/^(?:oneOf|anyOf|allOf|prefixItems)$/.test(key))
    copy[key] = [change(random, (value as Schema[])[0] ?? true), ...(value as Schema[]).slice(1)]
  else delete copy[key]
  return copy
}

const scalars: Json[] = ['', 'a', 'ab', 'abc', 0, 1, 2, 3, 0.5, 1.5, -1, null, true]
const flat: Json[] = scalars.flatMap((value) => [value, [value], { a: value }, { b: value }, { a: value, c: value }])
const values: Json[] = [
  ...flat,
  [],
  {},
  ...flat.flatMap((value) => [[value], ['a', value], { a: value }, { a: 'a', b: value }, { a: 1, b: value }]),
]

/** A contract in which a schema goes one way. */
function contractOf(schema: Schema, direction: 'request' | 'response'): OpenApiDocument {
  const content = { content: { 'application/json': { schema } } }
  const operation =
    direction === 'request'
      ? { requestBody: content, responses: {} }
      : { responses: { '200': { description: 'ok', ...content } } }
  return {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1.0.0' },
    paths: { '/shop': { post: { operationId: 'send', ...operation } } },
  }
}

/** Where more is let through than is valid: by convention, since clients leave alone what they do not know. */
const conventions = new Set(['property-added', 'additional-properties-allowed'])

test('diff: what does not break a request lets every value through that was valid, and of a response none that was not', () => {
  const random = createRandom(26)
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  let passed = 0

  for (let round = 0; round < 1_000; round++) {
    const before = makeSchema(random)
    const after = change(random, before)
    for (const direction of ['request', 'response'] as const) {
      const found = compareContracts(contractOf(before, direction), contractOf(after, direction))
      if (found.some(({ level, rule }) => level === 'breaking' || conventions.has(rule))) continue
      const [one, other] = direction === 'request' ? [before, after] : [after, before]
      const [isValid, isValidToo] = [ajv.compile(one), ajv.compile(other)]
      const broken = values.find((value) => isValid(value) && !isValidToo(value))
      assert.equal(
        broken,
        undefined,
        `${direction}: ${JSON.stringify(before)} → ${JSON.stringify(after)} breaks ${JSON.stringify(broken)}`,
      )
      passed++
    }
  }
  assert.ok(passed > 300, `only ${passed} comparisons found nothing that breaks`)
})
