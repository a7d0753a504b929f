import assert from 'node:assert/strict'
import { createHmac, createPublicKey } from 'node:crypto'
import { describe, test } from 'node:test'
import type { JWK } from 'jose'
import { pinnedKeys } from '../../../lib/auth/issuer-keys.ts'
import { readKeySet, readPinnedKeys } from '../../../lib/auth/json-web-keys.ts'
import { createTokenVerifier, type Verification } from '../../../lib/auth/token-verifier.ts'
import { makeKey, toPublic } from '../../fakes/issuer.ts'
import { signToken, type TestToken, testIssuer } from '../../fakes/tokens.ts'

const { AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience, AUTH_JWKS } = testIssuer
const keys = pinnedKeys(readPinnedKeys(JSON.parse(AUTH_JWKS)))

const verify = async (token: string): Promise<Verification> =>
  createTokenVerifier({ issuer, audience, keys }).verify(token)

const faultOf = async (token: string): Promise<string | undefined> => {
  const verified = await verify(token)
  return 'fault' in verified ? verified.fault : undefined
}

const callerOf = async (token: TestToken) => {
  const verified = await verify(await signToken(token))
  assert.ok('caller' in verified, JSON.stringify(verified))
  return verified.caller
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds

describe('an access token', () => {
  test('says who calls, by which client, with which scopes', async () => {
    const caller = await callerOf({ scopes: ['orders:read', 'orders:write'], subject: 'ada', clientId: 'web-shop' })

    assert.equal(caller.subject, 'ada')
    assert.equal(caller.clientId, 'web-shop')
    assert.deepEqual([...caller.scopes], ['orders:read', 'orders:write'])
    assert.equal(caller.claims.iss, issuer)
  })

  test('may be for several audiences', async () => {
    assert.equal((await callerOf({ audience: ['other', audience] })).subject, 'user-1')
  })

  test('of another issuer’s software may have scopes in scp and the client in azp or cid', async () => {
    const entra = await callerOf({
      header: { typ: 'JWT' },
      claims: { scope: undefined, client_id: undefined, scp: 'orders:read orders:write', azp: 'portal' },
    })
    const okta = await callerOf({
      header: { typ: undefined },
      claims: { scope: undefined, client_id: undefined, scp: ['orders:read'], cid: 'portal' },
    })

    assert.deepEqual([entra.clientId, ...entra.scopes], ['portal', 'orders:read', 'orders:write'])
    assert.deepEqual([okta.clientId, ...okta.scopes], ['portal', 'orders:read'])
  })

  test('without a subject is about its client', async () => {
    assert.equal((await callerOf({ claims: { sub: undefined } })).subject, 'web-shop')
  })

  test('may be called application/at+jwt', async () => {
    assert.equal((await callerOf({ header: { typ: 'application/at+JWT' } })).subject, 'user-1')
  })

  test('is verified whichever of its algorithms the issuer signs with', async () => {
    for (const alg of ['ES256', 'RS256', 'EdDSA'] as const) {
      const key = makeKey(`key-${alg}`, alg)
      const published = pinnedKeys(readPinnedKeys({ keys: [toPublic(key)] }))

      const verified = await createTokenVerifier({ issuer, audience, keys: published }).verify(await signToken({ key }))

      assert.ok('caller' in verified, alg)
    }
  })
})

describe('a token is refused', () => {
  const refused: [id: string, name: string, token: TestToken, fault: RegExp][] = [
    ['C01', 'that has ended', { lifetime: -1 }, /has ended/],
    ['C01', 'that is not valid yet', { claims: { nbf: inSeconds(60) } }, /not valid yet/],
    ['C01', 'signed with another key of the same id', { key: makeKey('test-key') }, /not signed/],
    ['C02', 'for another audience', { audience: 'other' }, /another audience/],
    ['C02', 'without an audience', { claims: { aud: undefined } }, /another audience/],
    ['C02', 'of another issuer', { issuer: 'https://other.example.com' }, /another issuer/],
    ['C02', 'of an issuer that differs by a slash', { issuer: `${issuer}/` }, /another issuer/],
    ['C02', 'without an issuer', { claims: { iss: undefined } }, /another issuer/],
    ['C02', 'with the id of an unknown key', { header: { kid: 'other' } }, /does not have/],
    ['C02', 'without the id of a key', { header: { kid: undefined } }, /not signed/],
    ['C02', 'without exp', { claims: { exp: undefined } }, /when it ends/],
    ['C02', 'that is an ID token by its nonce', { header: { typ: 'JWT' }, claims: { nonce: 'n' } }, /not an access/],
    ['C02', 'that is an ID token by at_hash', { header: { typ: 'JWT' }, claims: { at_hash: 'h' } }, /not an access/],
    ['C02', 'that is an ID token by c_hash', { header: { typ: undefined }, claims: { c_hash: 'h' } }, /not an access/],
    ['C02', 'that is an ID token of Cognito', { header: { typ: 'JWT' }, claims: { token_use: 'id' } }, /not an access/],
    ['C02', 'that is an ID token of Keycloak', { header: { typ: 'JWT' }, claims: { typ: 'ID' } }, /not an access/],
    ['C02', 'that is an ID token for its client', { header: { typ: 'JWT' }, audience: 'web-shop' }, /another audience/],
    ['C02', 'that is a logout token', { header: { typ: 'logout+jwt' } }, /not an access/],
    ['C02', 'that asks for an extension', { header: { crit: ['b64'], b64: true } }, /an extension/],
    ['C02', 'that is bound to a key', { claims: { cnf: { jkt: 'thumbprint' } } }, /bound to a key/],
    ['C02', 'that is about nobody', { claims: { sub: undefined, client_id: undefined } }, /whom it is about/],
  ]
  for (const [id, name, token, fault] of refused) {
    test(`${id} ${name}`, async () => {
      assert.match((await faultOf(await signToken(token))) ?? 'it is taken', fault)
    })
  }

  test('C01 that ends in this very moment', async (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 })

    assert.match((await faultOf(await signToken({ lifetime: 0 }))) ?? 'it is taken', /has ended/)
  })

  test('C01 whose claims were changed after it was signed', async () => {
    const [header, , signature] = (await signToken()).split('.')
    const claims = { iss: issuer, aud: audience, sub: 'admin', exp: inSeconds(60) }

    assert.match((await faultOf(`${header}.${encode(claims)}.${signature}`)) ?? '', /not signed/)
  })

  test('C01 that is no JSON Web Token', async () => {
    for (const text of ['abc', 'a.b', 'a.b.c', 'a.b.c.d', `${encode({})}.${encode([])}.x`, `${encode('x')}.e30.x`])
      assert.match((await faultOf(text)) ?? '', /not a JSON Web Token/, text)
  })

  for (const alg of ['none', 'None', 'NONE', '']) {
    test(`C02 with the algorithm "${alg}", signed or not`, async () => {
      const [, payload, signature] = (await signToken()).split('.')
      const header = encode({ alg, typ: 'at+jwt', kid: 'test-key' })

      assert.ok(await faultOf(`${header}.${payload}.`))
      assert.ok(await faultOf(`${header}.${payload}.${signature}`))
    })
  }

  test('C02 with HS256 and the public key as its secret', async () => {
    const rsa = makeKey('rsa', 'RS256')
    const { alg: _, ...published } = toPublic(rsa)
    const verifier = createTokenVerifier({ issuer, audience, keys: pinnedKeys(readPinnedKeys({ keys: [published] })) })
    const [, payload] = (await signToken({ key: rsa })).split('.')
    const header = encode({ alg: 'HS256', typ: 'at+jwt', kid: 'rsa' })
    const publicKey = createPublicKey({ key: published, format: 'jwk' })

    for (const secret of [
      publicKey.export({ format: 'pem', type: 'spki' }),
      publicKey.export({ format: 'der', type: 'spki' }),
      JSON.stringify(published),
      String(published.n),
    ]) {
      const signature = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')

      assert.ok('fault' in (await verifier.verify(`${header}.${payload}.${signature}`)))
    }
  })

  test('C02 with an algorithm that does not fit its key', async () => {
    const key = makeKey('ed', 'EdDSA')
    const { alg: _, ...published } = toPublic(key)
    const verifier = createTokenVerifier({ issuer, audience, keys: pinnedKeys(readPinnedKeys({ keys: [published] })) })
    const [, payload, signature] = (await signToken({ key })).split('.')

    for (const alg of ['RS256', 'ES256', 'ES512']) {
      const header = encode({ alg, typ: 'at+jwt', kid: 'ed' })

      assert.ok('fault' in (await verifier.verify(`${header}.${payload}.${signature}`)), alg)
    }
  })

  test('C02 that brings its own key in jwk or points at it with jku or x5u', async () => {
    const key = makeKey('attacker')
    const jku = 'https://attacker.example.com/keys'

    for (const kid of ['attacker', 'test-key']) {
      const token = await signToken({ key, header: { kid, jwk: toPublic(key), jku, x5u: jku } })

      assert.ok(await faultOf(token), kid)
    }
  })

  test('C02 when its key is among those that an issuer publishes for encryption', async () => {
    const key = makeKey('enc')
    const published = readKeySet({ keys: [{ ...toPublic(key), use: 'enc' } as JWK] })

    const verified = await createTokenVerifier({ issuer, audience, keys: pinnedKeys(published) }).verify(
      await signToken({ key }),
    )

    assert.ok('fault' in verified)
  })
})

test('a token that is known is answered at once, and with the same caller', async () => {
  const verifier = createTokenVerifier({ issuer, audience, keys })
  const token = await signToken()

  const first = verifier.verify(token)
  const second = verifier.verify(token)

  assert.equal(second, first)
})

test('a known token is refused from the second on at which it ends', async (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  const verifier = createTokenVerifier({ issuer, audience, keys })
  const token = await signToken({ lifetime: 60 })
  assert.ok('caller' in (await verifier.verify(token)))

  context.mock.timers.tick(60_000)

  assert.deepEqual(await verifier.verify(token), { fault: 'The token has ended.' })
})
