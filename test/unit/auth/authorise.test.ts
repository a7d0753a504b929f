import assert from 'node:assert/strict'
import { test } from 'node:test'
import { authorise, isProtected } from '../../../lib/auth/authorise.ts'
import type { Exchange } from '../../../lib/endpoint/exchange.ts'
import type { SecurityRequirement } from '../../../lib/endpoint/operation.ts'
import { Problem } from '../../../lib/problem/problem.ts'
import { eventOf } from '../../fakes/event.ts'

const write: SecurityRequirement[] = [{ oauth: ['catalog:write'] }]

function attempt(authorization: string | undefined, testTokens: boolean, security = write): Problem | undefined {
  const event = eventOf({ headers: authorization === undefined ? {} : { authorization } })
  try {
    authorise({ operation: { security }, testTokens }).before({ event } as Exchange)
    return undefined
  } catch (error) {
    assert.ok(error instanceof Problem)
    return error
  }
}

test('C01 without a token an operation that asks for one is 401, with a challenge', () => {
  const refused = attempt(undefined, true)

  assert.equal(refused?.status, 401)
  assert.equal(refused?.headers['www-authenticate'], 'Bearer realm="twelvefold"')
})

test('C01 a malformed header and a token that nobody has issued are 401', () => {
  assert.equal(attempt('Basic abc', true)?.status, 401)
  assert.equal(attempt('Bearer', true)?.status, 401)
  assert.equal(
    attempt('Bearer abc', true)?.headers['www-authenticate'],
    'Bearer realm="twelvefold", error="invalid_token"',
  )
})

test('outside tests there is no valid token: the token of a test is refused as well', () => {
  assert.equal(attempt('Bearer test.catalog:write', false)?.status, 401)
})

test('in tests a token says its scopes, and all that one alternative asks for are needed', () => {
  const both: SecurityRequirement[] = [{ oauth: ['a', 'b'] }, { other: ['c'] }]

  assert.equal(attempt('Bearer test.catalog:write', true), undefined)
  assert.equal(attempt('Bearer test.a+b', true, both), undefined)
  assert.equal(attempt('bearer test.c', true, both), undefined)
  assert.equal(attempt('Bearer test.a', true, both)?.status, 403)
})

test('C03 a token without the scope is 403 and told which', () => {
  const refused = attempt('Bearer test.catalog:read', true)

  assert.equal(refused?.status, 403)
  assert.match(refused?.headers['www-authenticate'] ?? '', /error="insufficient_scope", scope="catalog:write"/)
})

test('an operation is open where nothing is asked for, or nothing is one of the alternatives', () => {
  assert.equal(isProtected({ security: [] }), false)
  assert.equal(isProtected({ security: [{}, { oauth: ['a'] }] }), false)
  assert.equal(isProtected({ security: write }), true)
})
