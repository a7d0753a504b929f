import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configure } from '../../../lib/build/safe-stringify.ts'

const stringify = configure({ maximumDepth: 5, maximumBreadth: 100 })

test('what a circular object says elsewhere is kept', () => {
  const request: Record<string, unknown> = { url: '/hello' }
  const response = { status: 200, request }
  request.response = response

  assert.equal(stringify(request), '{"url":"/hello","response":{"status":200,"request":"[Circular]"}}')
})

test('an object that stands in two places is not circular', () => {
  const address = { city: 'Paris' }

  assert.equal(stringify({ from: address, to: [address] }), '{"from":{"city":"Paris"},"to":[{"city":"Paris"}]}')
})

test('a BigInt becomes text', () => {
  assert.equal(stringify({ size: 2n ** 64n }), '{"size":"18446744073709551616"}')
})

test('what is nested deeper than five levels is only named', () => {
  assert.equal(stringify([[[[[[1]]]]]]), '[[[[["[Array]"]]]]]')
  assert.equal(stringify({ a: { b: { c: { d: { e: {} } } } } }), '{"a":{"b":{"c":{"d":{"e":"[Object]"}}}}}')
})

test('what is longer than a hundred entries is only counted', () => {
  const list = Array.from({ length: 103 }, () => 0)
  const table = Object.fromEntries(list.map((value, at) => [`key${at}`, value]))

  assert.match(stringify(list) ?? '', /0,0,"\.\.\. 3 items not stringified"\]$/)
  assert.match(stringify(table) ?? '', /"key99":0,"\.\.\.":"3 items not stringified"\}$/)
})
