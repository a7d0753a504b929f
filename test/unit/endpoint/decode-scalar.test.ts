import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeScalar } from '../../../lib/endpoint/decode-scalar.ts'

test('B01 a text is an integer only as JSON writes one, and only where a double holds it', () => {
  assert.equal(decodeScalar('123', ['integer']), 123)
  assert.equal(decodeScalar('-7', ['integer']), -7)
  assert.equal(decodeScalar('9007199254740991', ['integer']), 9007199254740991)
  for (const text of ['', 'foo', '0.1', '1e3', '9007199254740993', '+1', '01', '0x10', ' 1', '1_000', 'Infinity']) {
    assert.equal(decodeScalar(text, ['integer']), text, JSON.stringify(text))
  }
})

test('a number may have a fraction and an exponent, and is never rounded from an integer or made infinite', () => {
  assert.equal(decodeScalar('0.5', ['number']), 0.5)
  assert.equal(decodeScalar('1e3', ['number']), 1000)
  for (const text of ['', '.5', '1.', 'NaN', '1e999', '9007199254740993', '0x1']) {
    assert.equal(decodeScalar(text, ['number']), text, JSON.stringify(text))
  }
})

test('B02 a boolean is true or false and nothing like them', () => {
  assert.equal(decodeScalar('true', ['boolean']), true)
  assert.equal(decodeScalar('false', ['boolean']), false)
  for (const text of ['yes', 'True', '1', '']) assert.equal(decodeScalar(text, ['boolean']), text)
})

test('B10 of several types the first that fits is taken, text last', () => {
  assert.equal(decodeScalar('null', ['integer', 'null']), null)
  assert.equal(decodeScalar('5', ['integer', 'string']), 5)
  assert.equal(decodeScalar('five', ['integer', 'string']), 'five')
})
