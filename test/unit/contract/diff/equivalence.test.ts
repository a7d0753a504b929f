import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { compareContracts } from '../../../../lib/contract/diff/compare-contracts.ts'
import type { Schema, SchemaObject } from '../../../../lib/contract/document.ts'
import { contractOf, createRandom, type Model, makeModel, pick, type Random } from './random-schemas.ts'

/** Ways to say the same in other words; each gives the schema back where it does not apply. */
const rewrites: Record<string, (random: Random, schema: SchemaObject, model: Model) => Schema> = {
  'const as enum': (_, schema) => {
    const { const: only, ...others } = schema
    return only === undefined || others.enum !== undefined ? schema : { ...others, enum: [only] }
  },
  'enum of one as const': (_, schema) => {
    const { enum: values, ...others } = schema
    return values?.length === 1 && others.const === undefined ? { ...others, const: values[0] ?? null } : schema
  },
  'a type as a list': (_, schema) => (typeof schema.type === 'string' ? { ...schema, type: [schema.type] } : schema),
  'lists in another order': (_, schema) => ({
    ...schema,
    ...Object.fromEntries(
      ['required', 'enum', 'anyOf', 'oneOf', 'allOf']
        .filter((key) => schema[key] !== undefined)
        .map((key) => [key, [...(schema[key] as unknown[])].reverse()]),
    ),
  }),
  'keywords and properties in another order': (_, schema) =>
    Object.fromEntries(
      Object.entries(schema)
        .reverse()
        .map(([key, value]) => [
          key,
          key === 'properties' ? Object.fromEntries(Object.entries(value as object).reverse()) : value,
        ]),
    ),
  'a limit that is there anyway': (_, schema) => ({ minLength: 0, minItems: 0, uniqueItems: false, ...schema }),
  'a part of its own': (_, schema) => ({ allOf: [schema] }),
  'two parts of the same': (_, schema) => ({ allOf: [schema, structuredClone(schema)] }),
  'a reference': (_, schema, model) => {
    const name = `Named${Object.keys(model.components).length}`
    model.components[name] = schema
    return { $ref: `#/components/schemas/${name}` }
  },
  'words about it': (_, schema) => ({ ...schema, description: 'Other words.', 'x-note': 1 }),
}

/** Rewrites one place in a schema, or several. */
function rewrite(random: Random, schema: Schema, model: Model, name: string): Schema {
  if (typeof schema === 'boolean') return schema
  const deeper = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map((one) => rewrite(random, one as Schema, model, name))
      : rewrite(random, value as Schema, model, name)
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (/^(?:items|additionalProperties|oneOf|anyOf|allOf|prefixItems)$/.test(key)) return [key, deeper(value)]
      if (key !== 'properties') return [key, value]
      const properties = Object.entries(value as Record<string, Schema>)
      return [key, Object.fromEntries(properties.map(([property, one]) => [property, deeper(one)]))]
    }),
  )
  // A property that goes one way only says so itself.
  const goesOneWay = copy.readOnly === true || copy.writeOnly === true
  return goesOneWay || random(3) > 0 ? copy : (rewrites[name]?.(random, copy, model) ?? copy)
}

test('diff: what means the same in other words is no change', () => {
  const random = createRandom(26)
  let rewritten = 0

  for (let round = 0; round < 300; round++) {
    const before = makeModel(random)
    const name = pick(random, Object.keys(rewrites))
    const after: Model = { ...before, components: { ...before.components } }
    after.schema = rewrite(random, before.schema, after, name)
    if (!isDeepStrictEqual(before, after)) rewritten++
    for (const direction of ['request', 'response'] as const) {
      const found = compareContracts(contractOf(before, direction), structuredClone(contractOf(after, direction)))
      const told = found.filter(({ level }) => level !== 'documentation')
      assert.deepEqual(told, [], `${name}, ${direction}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`)
    }
  }
  assert.ok(rewritten > 60, `only ${rewritten} schemas were written in other words`)
})
