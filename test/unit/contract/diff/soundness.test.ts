import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { compareContracts } from '../../../../lib/contract/diff/compare-contracts.ts'
import { type Direction, directed } from '../../../../lib/contract/directions.ts'
import type { Json } from '../../../../lib/contract/document.ts'
import { changeModel, contractOf, createRandom, type Model, makeModel, values } from './random-schemas.ts'

const ajv = new Ajv2020({ strict: false, logger: false })
addFormats.default(ajv)

/** What the kit itself would let through; each object shut or opened if that is asked for. */
function judge({ schema, components }: Model, direction: Direction, others?: boolean): (value: Json) => boolean {
  const document = { openapi: '3.1.0', info: { title: '', version: '' }, components: { schemas: components } }
  const { 'x-root': root, components: named } = directed({ ...document, 'x-root': schema }, direction)
  const whole = { allOf: [root], components: named }
  return ajv.compile(others === undefined ? whole : (withOthers(whole, others) as object))
}

/** What a client knows that sends, or reads, only what is described. */
function withOthers(node: unknown, others: boolean): unknown {
  if (Array.isArray(node)) return node.map((item) => withOthers(item, others))
  if (typeof node !== 'object' || node === null) return node
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      withOthers(key === 'properties' && others ? known(value) : value, others),
    ]),
  )
  if (others ? copy.additionalProperties === false : copy.additionalProperties === undefined && copy.properties)
    copy.additionalProperties = others
  return copy
}

/** Properties without those that do not go this way. */
const known = (properties: object): object =>
  Object.fromEntries(Object.entries(properties).filter(([, property]) => property !== false))

/** A value that did go through, or is read, and is no longer. */
function findBroken(before: Model, after: Model, direction: Direction): Json | undefined {
  const [one, other] = direction === 'request' ? [before, after] : [after, before]
  const [isValid, isValidToo] = [judge(one, direction), judge(other, direction)]
  const broken = values.filter((value) => isValid(value) && !isValidToo(value))
  if (broken.length === 0) return broken[0]
  // By convention clients send only what they know, and leave alone what they do not know.
  const understands = judge(before, direction, direction === 'response')
  return broken.find((value) => understands(value) === (direction === 'request'))
}

test('diff: what does not break a request lets every value through that was valid, and of a response none that was not', () => {
  const random = createRandom(26)
  let passed = 0

  for (let round = 0; round < 250; round++) {
    const before = makeModel(random)
    const after = changeModel(random, before)
    for (const direction of ['request', 'response'] as const) {
      const found = compareContracts(contractOf(before, direction), structuredClone(contractOf(after, direction)))
      if (found.some(({ level }) => level === 'breaking')) continue
      const broken = findBroken(before, after, direction)
      assert.equal(
        broken,
        undefined,
        `${direction}: ${JSON.stringify(before)} → ${JSON.stringify(after)} breaks ${JSON.stringify(broken)}`,
      )
      passed++
    }
  }
  assert.ok(passed > 200, `only ${passed} comparisons found nothing that breaks`)
})
