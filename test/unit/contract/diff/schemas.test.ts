import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Schema } from '../../../../lib/contract/document.ts'
import { both, contractOf, narrowed, nothing, object, text, undecided, verdicts, widened } from './schema-verdicts.ts'

const cat = object({ kind: { const: 'cat' }, lives: { type: 'integer' } }, { required: ['kind'] })
const dog = object({ kind: { const: 'dog' } }, { required: ['kind'] })
const cow = object({ kind: { const: 'cow' } }, { required: ['kind'] })
const whole: Schema = { type: 'integer' }
const number: Schema = { type: 'number' }

const rows: [sentence: string, before: Schema, after: Schema, verdict: { request: string[]; response: string[] }][] = [
  ['a type less', { type: ['string', 'integer'] }, text, narrowed('type-narrowed')],
  ['a type more', text, { type: ['string', 'integer'] }, widened('type-widened')],
  ['whole numbers become any', whole, number, widened('type-widened')],
  ['numbers become whole', number, whole, narrowed('type-narrowed')],
  ['integer beside number says nothing more', number, { type: ['integer', 'number'] }, nothing],
  ['a type where there was none', {}, text, narrowed('type-narrowed')],
  ['no type any more', text, {}, widened('type-widened')],
  ['null is valid now', text, { type: ['string', 'null'] }, widened('null-added')],
  ['null is no longer valid', { type: ['string', 'null'] }, text, narrowed('null-removed')],
  ['null by anyOf', text, { anyOf: [text, { type: 'null' }] }, widened('alternative-added')],
  [
    'another type',
    text,
    whole,
    {
      request: ['type-narrowed breaking', 'type-widened additive'],
      response: ['type-narrowed additive', 'type-widened breaking'],
    },
  ],
  ['true is any value', true, {}, nothing],
  ['any value becomes none', true, false, narrowed('type-narrowed')],

  ['a value of an enum less', { enum: ['a', 'b'] }, { enum: ['a'] }, narrowed('enum-narrowed')],
  ['a value of an enum more', { enum: ['a'] }, { enum: ['a', 'b'] }, widened('enum-widened')],
  ['an enum in another order', { enum: ['a', 'b'] }, { enum: ['b', 'a'] }, nothing],
  ['a const is an enum of one', { const: 'a' }, { enum: ['a'] }, nothing],
  ['a const becomes two', { const: 'a' }, { enum: ['a', 'b'] }, widened('enum-widened')],
  ['a type beside an enum that has it', { enum: ['a'] }, { type: 'string', enum: ['a'] }, nothing],
  ['an enum where there was none', text, { type: 'string', enum: ['a'] }, narrowed('enum-narrowed')],
  ['no enum any more', { type: 'string', enum: ['a'] }, text, widened('enum-widened')],

  ['a format', text, { type: 'string', format: 'uuid' }, narrowed('format-added')],
  ['no format', { type: 'string', format: 'uuid' }, text, widened('format-removed')],
  [
    'a wider format',
    { ...(whole as object), format: 'int32' },
    { ...(whole as object), format: 'int64' },
    widened('format-removed'),
  ],
  ['another format', { type: 'string', format: 'uuid' }, { type: 'string', format: 'email' }, undecided],
  ['a pattern', text, { type: 'string', pattern: '^a' }, narrowed('pattern-added')],
  ['no pattern', { type: 'string', pattern: '^a' }, text, widened('pattern-removed')],
  ['another pattern', { pattern: '^a' }, { pattern: '^b' }, undecided],

  ['shorter texts', { maxLength: 9 }, { maxLength: 5 }, narrowed('limit-tightened')],
  ['longer texts', { maxLength: 9 }, {}, widened('limit-loosened')],
  ['a least length', {}, { minLength: 1 }, narrowed('limit-tightened')],
  ['a least length of none', {}, { minLength: 0 }, nothing],
  ['fewer items', { maxItems: 9 }, { maxItems: 5 }, narrowed('limit-tightened')],
  ['more properties', { minProperties: 2 }, { minProperties: 1 }, widened('limit-loosened')],
  ['a higher minimum', { minimum: 1 }, { minimum: 2 }, narrowed('limit-tightened')],
  ['a minimum that is not valid itself', { minimum: 1 }, { exclusiveMinimum: 1 }, narrowed('limit-tightened')],
  ['the same whole numbers', { type: 'integer', exclusiveMinimum: 0 }, { type: 'integer', minimum: 1 }, nothing],
  ['a higher maximum', { exclusiveMaximum: 5 }, { maximum: 5 }, widened('limit-loosened')],
  ['multiples of multiples', { multipleOf: 2 }, { multipleOf: 4 }, narrowed('limit-tightened')],
  ['multiples of a divisor', { multipleOf: 4 }, { multipleOf: 2 }, widened('limit-loosened')],
  ['other multiples', { multipleOf: 4 }, { multipleOf: 6 }, undecided],
  ['items that differ', {}, { uniqueItems: true }, narrowed('limit-tightened')],

  ['an optional property', object({}), object({ a: text }), both('property-added additive')],
  ['a required property', object({}), object({ a: text }, { required: ['a'] }), narrowed('property-added-required')],
  ['a property is gone', object({ a: text }), object({}), both('property-removed breaking')],
  [
    'a property is required',
    object({ a: text }),
    object({ a: text }, { required: ['a'] }),
    narrowed('property-required'),
  ],
  [
    'a property is optional',
    object({ a: text }, { required: ['a'] }),
    object({ a: text }),
    widened('property-optional'),
  ],
  [
    'a property deep down',
    object({ a: object({ b: text }) }),
    object({ a: object({ b: whole }) }),
    {
      request: ['type-narrowed breaking', 'type-widened additive'],
      response: ['type-narrowed additive', 'type-widened breaking'],
    },
  ],
  [
    'a property is readOnly now',
    object({ a: text }, { required: ['a'] }),
    object({ a: { type: 'string', readOnly: true } }, { required: ['a'] }),
    { request: ['property-removed breaking'], response: [] },
  ],
  [
    'a property is writeOnly now',
    object({ a: text }),
    object({ a: { type: 'string', writeOnly: true } }),
    { request: [], response: ['property-removed breaking'] },
  ],
  [
    'a readOnly property is of no concern to requests',
    object({ a: { type: 'string', readOnly: true } }),
    object({ a: { type: 'string', readOnly: true, maxLength: 5 } }, { required: ['a'] }),
    { request: [], response: ['property-required additive', 'limit-tightened additive'] },
  ],
  [
    'a property that a part of its schema alone calls readOnly is in requests all the same',
    object({ a: { allOf: [text, { readOnly: true }] } }),
    object({ a: { allOf: [{ type: 'string', maxLength: 5 }, { readOnly: true }] } }),
    narrowed('limit-tightened'),
  ],
  [
    'a property that is readOnly where another part has it, too, is in no request',
    { allOf: [object({ a: { readOnly: true } }), object({ a: text })] },
    { allOf: [object({ a: { readOnly: true } }), object({ a: { type: 'string', maxLength: 5 } })] },
    { request: [], response: ['limit-tightened additive'] },
  ],
  [
    'a property of a map is readOnly now',
    object({}, { additionalProperties: text }),
    object({ a: { type: 'string', readOnly: true } }, { additionalProperties: text }),
    { request: ['property-removed breaking'], response: ['property-added additive'] },
  ],
  [
    'a property that a map of anything had',
    object({}, { additionalProperties: true }),
    object({ a: text }, { additionalProperties: true }),
    {
      request: ['property-added additive', 'type-narrowed breaking'],
      response: ['property-added additive', 'type-narrowed additive'],
    },
  ],
  [
    'no other properties',
    object({}),
    object({}, { additionalProperties: false }),
    narrowed('additional-properties-refused'),
  ],
  [
    'other properties',
    object({}, { additionalProperties: false }),
    object({}),
    both('additional-properties-allowed additive'),
  ],
  [
    'the values of a map',
    object({}, { additionalProperties: text }),
    object({}, { additionalProperties: { type: ['string', 'null'] } }),
    widened('null-added'),
  ],
  [
    'a property that a map had',
    object({}, { additionalProperties: text }),
    object({ a: { type: 'string', maxLength: 3 } }, { additionalProperties: text }),
    {
      request: ['property-added additive', 'limit-tightened breaking'],
      response: ['property-added additive', 'limit-tightened additive'],
    },
  ],

  ['the items of a list', { items: whole }, { items: number }, widened('type-widened')],
  ['the first item of a list', { items: number }, { prefixItems: [whole], items: number }, narrowed('type-narrowed')],

  ['an alternative more', { oneOf: [cat, dog] }, { oneOf: [cat, dog, cow] }, widened('alternative-added')],
  ['an alternative less', { anyOf: [cat, dog] }, { anyOf: [dog] }, narrowed('alternative-removed')],
  ['alternatives in another order', { oneOf: [cat, dog] }, { oneOf: [dog, cat] }, nothing],
  ['anyOf and oneOf of what is apart', { anyOf: [cat, dog] }, { oneOf: [cat, dog] }, nothing],
  ['one becomes two', cat, { oneOf: [cat, dog] }, widened('alternative-added')],
  ['two become one', { oneOf: [text, whole] }, text, narrowed('alternative-removed')],
  [
    'an alternative has changed',
    { oneOf: [cat, dog] },
    {
      oneOf: [dog, object({ kind: { const: 'cat' }, lives: { type: 'integer', maximum: 9 } }, { required: ['kind'] })],
    },
    narrowed('limit-tightened'),
  ],
  [
    'oneOf where both may fit',
    {
      oneOf: [
        { type: 'string', maxLength: 5 },
        { type: 'string', minLength: 3 },
      ],
    },
    {
      oneOf: [
        { type: 'string', maxLength: 9 },
        { type: 'string', minLength: 3 },
      ],
    },
    {
      request: ['limit-loosened additive', 'cannot-be-decided breaking'],
      response: ['limit-loosened breaking', 'cannot-be-decided breaking'],
    },
  ],
  [
    'anyOf beside other keywords',
    object({ a: text }),
    object({ a: text }, { anyOf: [{ required: ['a'] }] }),
    narrowed('part-added'),
  ],

  [
    'allOf that says the same',
    object({ a: text, b: whole }, { required: ['a'] }),
    { allOf: [object({ a: text }, { required: ['a'] }), object({ b: whole })] },
    nothing,
  ],
  [
    'a part that requires more',
    { allOf: [object({ a: text })] },
    { allOf: [object({ a: text }), { required: ['a'] }] },
    narrowed('property-required'),
  ],
  [
    'a part that shuts out the others',
    { allOf: [object({ a: text }), object({ b: text })] },
    { allOf: [object({ a: text }), object({ b: text }, { additionalProperties: false })] },
    undecided,
  ],
  [
    'a part that says more of the first item',
    { allOf: [{ prefixItems: [text] }, {}] },
    { allOf: [{ prefixItems: [text] }, { items: { type: 'string' } }] },
    undecided,
  ],
  ['limits of parts', { allOf: [{ maxLength: 9 }, { maxLength: 5 }] }, { maxLength: 5 }, nothing],

  [
    'anyOf beside oneOf has an alternative less',
    { oneOf: [text, whole], anyOf: [{ maxLength: 5 }, { maximum: 5 }] },
    { oneOf: [text, whole], anyOf: [{ maxLength: 5 }] },
    narrowed('alternative-removed'),
  ],
  [
    'no anyOf beside oneOf any more',
    { oneOf: [text, whole], anyOf: [{ maxLength: 5 }, { maximum: 5 }] },
    { oneOf: [text, whole] },
    widened('part-removed'),
  ],
  [
    'anyOf becomes oneOf where both may fit',
    { anyOf: [number, { maximum: 5 }] },
    { oneOf: [number, { maximum: 5 }] },
    undecided,
  ],
  [
    'a discriminator does not keep alternatives apart that both may fit',
    {
      oneOf: [
        object({ kind: text, a: text }, { required: ['kind', 'a'] }),
        object({ kind: text, b: text }, { required: ['kind', 'b'] }),
      ],
      discriminator: { propertyName: 'kind' },
    },
    {
      oneOf: [
        object({ kind: text, a: text }, { required: ['kind'] }),
        object({ kind: text, b: text }, { required: ['kind', 'b'] }),
      ],
      discriminator: { propertyName: 'kind' },
    },
    {
      request: ['property-optional additive', 'cannot-be-decided breaking'],
      response: ['property-optional breaking', 'cannot-be-decided breaking'],
    },
  ],
  [
    'a default of one that becomes two',
    { type: 'string', default: 'a' },
    { anyOf: [text, { type: 'null' }], default: 'b' },
    {
      request: ['alternative-added additive', 'default-changed breaking'],
      response: ['alternative-added breaking', 'default-changed documentation'],
    },
  ],
  [
    'the same default of one that becomes two',
    { type: 'string', default: 'a' },
    { anyOf: [text, { type: 'null' }], default: 'a' },
    widened('alternative-added'),
  ],
  [
    'a required property that was not described is optional, and described',
    object({}, { required: ['a'] }),
    object({ a: text }),
    {
      request: ['property-added additive', 'property-optional additive'],
      response: ['property-added additive', 'property-optional breaking'],
    },
  ],
  [
    'a required property is described at last',
    object({}, { required: ['a'] }),
    object({ a: text }, { required: ['a'] }),
    both('property-added additive'),
  ],
  [
    'a property is gone that every object of JavaScript has',
    object({ constructor: text }),
    object({}),
    both('property-removed breaking'),
  ],
  [
    'a property is new that every object of JavaScript has',
    object({}),
    object({ constructor: text }),
    both('property-added additive'),
  ],
  [
    'not, with a property that is called like an annotation',
    { not: object({ title: text }) },
    { not: object({ title: whole }) },
    undecided,
  ],
  [
    'not, with values that are called like annotations',
    { not: { const: { title: 'a' } } },
    { not: { const: { title: 'b' } } },
    undecided,
  ],
  [
    'a default that has a word like an annotation',
    { default: { example: 1 } },
    { default: { example: 2 } },
    { request: ['default-changed breaking'], response: ['default-changed documentation'] },
  ],
  ['not', { not: { type: 'string' } }, { not: { type: 'integer' } }, undecided],
  ['a condition of others', { dependentRequired: { a: ['b'] } }, { dependentRequired: { a: ['b', 'c'] } }, undecided],
  ['patternProperties', {}, { patternProperties: { '^a': text } }, undecided],
  [
    'discriminator',
    { discriminator: { propertyName: 'kind' } },
    { discriminator: { propertyName: 'type' } },
    undecided,
  ],

  [
    'a default',
    text,
    { type: 'string', default: 'a' },
    { request: ['default-added additive'], response: ['default-added documentation'] },
  ],
  [
    'another default',
    { default: 1 },
    { default: 2 },
    { request: ['default-changed breaking'], response: ['default-changed documentation'] },
  ],
  [
    'a description',
    { description: 'Old.' },
    { description: 'New.', examples: ['a'] },
    both('schema-described documentation'),
  ],
  ['a deprecation', {}, { deprecated: true }, both('schema-deprecated additive')],
]

for (const [sentence, before, after, verdict] of rows) {
  test(`diff: ${sentence}`, () => {
    assert.deepEqual(verdicts(contractOf(before), contractOf(after)), verdict)
  })
}

test('diff: each schema of the table is the same as itself', () => {
  for (const [sentence, before, after] of rows)
    for (const schema of [before, after])
      assert.deepEqual(verdicts(contractOf(schema), contractOf(structuredClone(schema))), nothing, sentence)
})
