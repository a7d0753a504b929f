import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OpenApiDocument } from '../../../lib/contract/document.ts'
import { typeNames } from '../../../lib/contract/type-names.ts'

const documentOf = (...names: string[]): OpenApiDocument =>
  ({ components: { schemas: Object.fromEntries(names.map((name) => [name, true])) } }) as OpenApiDocument

const named = (names: string[], suffix?: string): Record<string, string> =>
  Object.fromEntries(typeNames(documentOf(...names), suffix))

test('a schema is called in TypeScript as it is in the contract', () => {
  assert.deepEqual(named(['Product', 'GiftCard_2']), { Product: 'Product', GiftCard_2: 'GiftCard_2' })
})

test('what is no identifier becomes one', () => {
  assert.deepEqual(named(['gift-card', '2nd', 'class', 'string', 'v1.Note']), {
    'gift-card': 'gift_card',
    '2nd': '_2nd',
    class: 'class_',
    string: 'string_',
    'v1.Note': 'v1_Note',
  })
})

test('two schemas never have one name, and the one that is written so keeps it', () => {
  assert.deepEqual(named(['gift-card', 'gift.card', 'gift_card']), {
    gift_card: 'gift_card',
    'gift-card': 'gift_card_',
    'gift.card': 'gift_card__',
  })
})

test('what is sent differently is not called as another schema is', () => {
  assert.deepEqual(named(['Note', 'NoteRequest'], 'Request'), {
    Note: 'NoteRequest_',
    NoteRequest: 'NoteRequestRequest',
  })
})
