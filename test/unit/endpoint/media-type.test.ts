import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isJson, mediaTypeOf, negotiate } from '../../../lib/endpoint/media-type.ts'

test("A15 the client's preference decides among what is offered", () => {
  const offered = ['application/json', 'text/csv']

  assert.equal(negotiate('*/*', offered), 'application/json')
  assert.equal(negotiate('text/csv', offered), 'text/csv')
  assert.equal(negotiate('text/*;q=0.9, application/json;q=0.1', offered), 'text/csv')
  assert.equal(negotiate('APPLICATION/JSON', offered), 'application/json')
})

test('A15 what is not wanted is not offered: an excluded type, a foreign type, nothing', () => {
  assert.equal(negotiate('image/png', ['application/json']), undefined)
  assert.equal(negotiate('application/json;q=0', ['application/json']), undefined)
  assert.equal(negotiate('*/*, application/json;q=0', ['application/json']), undefined)
})

test('a media type is compared without its parameters and its case', () => {
  assert.equal(mediaTypeOf('Application/JSON ; charset=utf-8'), 'application/json')
  assert.equal(isJson('application/merge-patch+json'), true)
  assert.equal(isJson('application/jsonl'), false)
})
