import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { verifyToken } from '../../../../lib/auth/verify-token.ts'
import { createTokenMaker, scopesOf } from '../../../../lib/cli/shell/identity.ts'
import { signToken, testIssuer } from '../../../fakes/tokens.ts'

Object.assign(process.env, testIssuer)

const bearer = { oauth: { type: 'bearer' }, key: { type: 'apiKey', in: 'header', name: 'x-key' } } as const

test("a token is the user's, short, and passes the check that hosts have; the issuer's go on passing it", async () => {
  const { tokenFor } = createTokenMaker()

  const token = await tokenFor({ subject: 'user-1' }, { security: [{ oauth: ['a', 'b'] }], schemes: bearer })
  const verified = await verifyToken(token)
  const ofIssuer = await verifyToken(await signToken({ subject: 'user-2' }))

  assert.ok('caller' in verified)
  assert.equal(verified.caller.subject, 'user-1')
  assert.equal(verified.caller.clientId, 'twelvefold-shell')
  assert.deepEqual([...verified.caller.scopes], ['a', 'b'])
  assert.ok('caller' in ofIssuer)
  const { iat = 0, exp = 0 } = decodeJwt(token)
  assert.ok(exp - iat <= 120)
  assert.match(decodeProtectedHeader(token).kid ?? '', /^shell-/)
})

test('the key is told to nobody: the environment is as it was', () => {
  assert.equal(process.env.AUTH_JWKS, testIssuer.AUTH_JWKS)
})

test('a token of another shell is none', async () => {
  const { prepare } = createTokenMaker()
  await prepare()
  const other = createTokenMaker()

  const verified = await verifyToken(await other.tokenFor({ subject: 'user-1' }, { security: [{ oauth: [] }] }))

  assert.ok('fault' in verified)
})

test('scopes that are given are the only ones', async () => {
  const { tokenFor } = createTokenMaker()

  const token = await tokenFor({ subject: 'u', scopes: ['c'] }, { security: [{ oauth: ['a'] }], schemes: bearer })

  assert.equal(decodeJwt(token).scope, 'c')
})

test('the scopes that an operation needs are those of what a token alone fulfils', () => {
  const needs = (...security: Record<string, string[]>[]) => scopesOf({ security, schemes: bearer })

  assert.deepEqual(needs({ oauth: ['a'], key: [] }, { oauth: ['b', 'c'] }), ['b', 'c'])
  assert.deepEqual(needs({ key: [] }, { oauth: ['a'], key: [] }), ['a'])
  assert.deepEqual(needs({ key: [] }), [])
  assert.deepEqual(needs({}, { oauth: ['a'] }), ['a'])
})

test('no host, and nothing that a host is made of, knows of the shell', () => {
  const lib = join(import.meta.dirname, '..', '..', '..', '..', 'lib')
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

  const knowing = files.filter((file) =>
    /from '[^']*\/shell\/|import\('[^']*\/shell(?:\/|\.ts)/.test(readFileSync(join(lib, file), 'utf8')),
  )

  assert.deepEqual(
    knowing.filter((file) => !/^cli[/\\]shell(?:[/\\]|\.ts$)/.test(file)),
    [join('cli', 'commands.ts')],
  )
})
