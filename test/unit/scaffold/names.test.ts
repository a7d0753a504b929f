import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findNameFault } from '../../../lib/scaffold/check-names.ts'
import { fillIn } from '../../../lib/scaffold/fill-in.ts'
import { nameItems } from '../../../lib/scaffold/names.ts'

describe('what a service keeps is named after it', () => {
  const plural: [string, string][] = [
    ['parcels', 'parcel'],
    ['gift-cards', 'gift-card'],
    ['categories', 'category'],
    ['boxes', 'box'],
    ['addresses', 'address'],
    ['invoices', 'invoice'],
    ['people', 'person'],
    ['movies', 'movie'],
    ['caches', 'cache'],
    ['order-statuses', 'order-status'],
    ['lenses', 'lens'],
  ]
  for (const [service, item] of plural) {
    test(`one of ${service} is a ${item}`, () => {
      assert.deepEqual(nameItems(service), { service, item, items: service })
    })
  }

  for (const service of ['inventory', 'status', 'news', 'series', 'analysis', 'access', 'gps', 'canvas', 'data']) {
    test(`${service} is not taken for a plural`, () => {
      assert.deepEqual(nameItems(service), { service, item: `${service}-item`, items: `${service}-items` })
    })
  }

  test('an item that was named has its own plural', () => {
    assert.deepEqual(nameItems('inventory', 'entry'), { service: 'inventory', item: 'entry', items: 'entries' })
    assert.deepEqual(nameItems('parcels', 'parcel').items, 'parcels')
  })
})

describe('names are checked', () => {
  const wrong: [string, RegExp][] = [
    ['', /^An empty name cannot be a name/],
    ['a', /^a cannot be a name: use 2 to 20/],
    ['Parcels', /cannot be a name/],
    ['2parcels', /cannot be a name/],
    ['gift_cards', /cannot be a name/],
    ['gift--cards', /cannot be a name/],
    ['gift-', /cannot be a name/],
    ['gift-2', /cannot be a name.*a letter first and after each hyphen/],
    ['../parcels', /cannot be a name/],
    ['p'.repeat(21), /cannot be a name/],
    ['docs', /taken/],
    ['metrics', /taken/],
    ['class', /word of JavaScript/],
    ['problems', /use --item/],
    ['promises', /use --item/],
    ['operations', /use --item/],
    ['versioneds', /use --item/],
  ]
  for (const [name, fault] of wrong) {
    test(`"${name}" is refused`, () => {
      assert.match(findNameFault(nameItems(name)) ?? '', fault)
    })
  }

  test('so is that of an item', () => {
    assert.match(findNameFault(nameItems('parcels', 'Box'), true) ?? '', /^Box cannot be a name/)
  })

  for (const name of ['ab', 'parcels', 'gift-cards', 'a1', 'p'.repeat(20)]) {
    test(`${name} can be used`, () => {
      assert.equal(findNameFault(nameItems(name)), undefined)
    })
  }
})

test('a name is written as each place writes it', () => {
  const text =
    'sampleItems SampleItem sample-item.ts /sample-service `Sample items` {sampleItemId} #contracts/sample-service'

  assert.equal(
    fillIn(text, nameItems('gift-cards')),
    'giftCards GiftCard gift-card.ts /gift-cards `Gift cards` {giftCardId} #contracts/gift-cards',
  )
})
