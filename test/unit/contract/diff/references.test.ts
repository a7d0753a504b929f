import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareContracts } from '../../../../lib/contract/diff/compare-contracts.ts'
import type { OpenApiDocument, Schema } from '../../../../lib/contract/document.ts'
import { contractOf, narrowed, nothing, object, text, undecided, verdicts, widened } from './schema-verdicts.ts'

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

test('diff: a schema under another name, or written in place, is the same', () => {
  const named = contractOf(ref('Item'), { Item: object({ a: ref('Text') }), Text: text })
  const renamed = contractOf(ref('Thing'), { Thing: object({ a: ref('Word') }), Word: text })
  const inPlace = contractOf(object({ a: text }))

  assert.deepEqual(verdicts(named, renamed), nothing)
  assert.deepEqual(verdicts(named, inPlace), nothing)
})

test('diff: words beside a reference count where another reference leads to them', () => {
  const of = (more: object): OpenApiDocument =>
    contractOf(ref('Name'), { Name: { ...(ref('Word') as object), ...more }, Word: text })

  assert.deepEqual(verdicts(of({}), of({ maxLength: 5 })), narrowed('limit-tightened'))
})

test('diff: what a reference with words beside it leads to is looked at wherever it stands', () => {
  const described = { ...(ref('Word') as object), description: 'A word.' }
  for (const schema of [{ not: described }, { propertyNames: described }]) {
    const of = (word: Schema): OpenApiDocument => contractOf(schema, { Word: word })

    assert.deepEqual(verdicts(of(text), of(text)), nothing)
    assert.deepEqual(verdicts(of(text), of({ type: 'string', maxLength: 5 })), undecided)
  }
})

test('diff: an alternative that has changed elsewhere, too, may fit where another one does', () => {
  const of = (word: Schema): OpenApiDocument =>
    contractOf(object({ a: ref('Word'), b: { oneOf: [ref('Word'), { type: 'string', minLength: 5 }] } }), {
      Word: word,
    })

  const { request } = verdicts(of({ type: 'string', maxLength: 3 }), of({ type: 'string', maxLength: 9 }))

  assert.deepEqual(request, ['limit-loosened additive', 'cannot-be-decided breaking'])
})

test('diff: recursive schemas end, and are compared all the same', () => {
  const tree = (leaf: Schema): OpenApiDocument =>
    contractOf(ref('Tree'), {
      Tree: object({ leaf, children: { type: 'array', items: { anyOf: [ref('Tree'), { type: 'null' }] } } }),
    })

  assert.deepEqual(verdicts(tree(text), tree(text)), nothing)
  assert.deepEqual(verdicts(tree(text), tree({ type: ['string', 'null'] })), widened('null-added'))
})

test('diff: recursion through allOf, additionalProperties and unions of themselves ends', () => {
  const twisted = contractOf(ref('Node'), {
    Base: object({ next: ref('Node') }, { additionalProperties: ref('Node') }),
    Node: { allOf: [ref('Base'), object({ next: ref('Base') })] },
  })
  const endless = contractOf(ref('Any'), { Any: { anyOf: [ref('Any'), text] } })

  for (const document of [twisted, endless]) {
    assert.deepEqual(verdicts(document, structuredClone(document)), nothing)
    compareContracts(contractOf(true), document)
    compareContracts(document, contractOf(text))
  }
})

test('diff: many schemas that refer to each other by alternatives are each compared once', () => {
  const names = Array.from({ length: 30 }, (_, index) => index)
  const others = (name: number): [string, Schema][] =>
    [0, 1, 2, 3].map((turn) => [`p${turn}`, { anyOf: [ref(`C${(name * 7 + turn * 13) % 30}`), { type: 'null' }] }])
  const of = (most: number): OpenApiDocument =>
    contractOf(
      ref('C0'),
      Object.fromEntries(
        names.map((name) => [`C${name}`, object(Object.fromEntries(others(name)), { maxProperties: most + name })]),
      ),
    )

  const { request } = verdicts(of(5), of(6))

  assert.deepEqual(new Set(request), new Set(['limit-loosened additive']))
  assert.equal(request.length, names.length)
})
