import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { authorise } from '../../../lib/auth/authorise.ts'
import type { Caller } from '../../../lib/auth/caller.ts'
import type { Needed, SchemeChecks } from '../../../lib/auth/scheme-checks.ts'
import type { Verification } from '../../../lib/auth/token-verifier.ts'
import type { EndpointEvent, Exchange } from '../../../lib/endpoint/exchange.ts'
import type { Operation, SecurityRequirement } from '../../../lib/endpoint/operation.ts'
import { EndpointRequest } from '../../../lib/endpoint/request.ts'
import { Problem } from '../../../lib/problem/problem.ts'
import { eventOf, type FakeRequest } from '../../fakes/event.ts'

const named = (subject: string, scopes: string[] = []): Caller => ({
  subject,
  clientId: undefined,
  scopes: new Set(scopes),
  claims: {},
})

/** Tokens that say by themselves what they are good for: `ada.read+write`; any other is wrong. */
function verify(token: string): Verification {
  const [subject = '', scopes] = token.split('.')
  return scopes === undefined
    ? { fault: 'The token has ended.' }
    : { caller: named(subject, scopes.split('+').filter(Boolean)) }
}

const schemes: NonNullable<Operation['schemes']> = {
  oauth: { type: 'bearer' },
  openId: { type: 'bearer' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
  queryKey: { type: 'apiKey', in: 'query', name: 'key' },
  cookieKey: { type: 'apiKey', in: 'cookie', name: 'session' },
  login: { type: 'basic' },
}

const checks: SchemeChecks = {
  apiKey: (key: string) => (key === 'right' ? named('machine') : undefined),
  queryKey: async (key: string) => (key === 'right' ? named('link') : undefined),
  cookieKey: (key: string) => (key === 'right' ? named('browser') : undefined),
  login: ({ user, password }: { user: string; password: string }) =>
    password === 'correct: horse' ? named(user) : undefined,
}

interface Attempt {
  security: SecurityRequirement[]
  request?: FakeRequest
  own?: SchemeChecks
  check?: typeof verify
}

/** @returns who calls, or the problem that refused it */
async function attempt({
  security,
  request = {},
  own,
  check = verify,
}: Attempt): Promise<Caller | Problem | undefined> {
  const used = Object.fromEntries(
    security.flatMap((requirement) =>
      Object.keys(requirement).flatMap((name) => (checks[name] === undefined ? [] : [[name, checks[name]]])),
    ),
  )
  const operation = { id: 'getOrder', security, schemes }
  const event = toEvent(request)
  try {
    await authorise({ operation, schemes: own ?? used, verify: check }).before({ event } as Exchange)
    return event.input?.caller
  } catch (error) {
    assert.ok(error instanceof Problem, String(error))
    return error
  }
}

function toEvent(request: FakeRequest): EndpointEvent {
  const event = eventOf(request)
  event.input = new EndpointRequest(event, {}, 'request-1', { service: 'orders', operation: 'getOrder' })
  return event
}

const withToken = (authorization: string): FakeRequest => ({ headers: { authorization } })

async function caller(given: Attempt): Promise<string | undefined> {
  const outcome = await attempt(given)
  assert.ok(!(outcome instanceof Problem), String(outcome))
  return outcome?.subject
}

async function refusal(given: Attempt): Promise<{ status: number; challenge: string | undefined }> {
  const outcome = await attempt(given)
  assert.ok(outcome instanceof Problem, 'it was let through')
  return { status: outcome.status, challenge: outcome.headers['www-authenticate'] }
}

const read: SecurityRequirement[] = [{ oauth: ['read'] }]

describe('a token', () => {
  test('with the scopes lets its caller through', async () => {
    assert.equal(await caller({ security: read, request: withToken('Bearer ada.read+write') }), 'ada')
    assert.equal(await caller({ security: [{ oauth: [] }], request: withToken('bearer  ada.') }), 'ada')
  })

  test('C01 that is missing is 401, with a challenge that says of no error', async () => {
    const plain = { status: 401, challenge: 'Bearer realm="twelvefold"' }

    assert.deepEqual(await refusal({ security: read }), plain)
    assert.deepEqual(await refusal({ security: read, request: withToken('') }), plain)
    assert.deepEqual(await refusal({ security: read, request: withToken('Basic YTpi') }), plain, 'another scheme')
  })

  test('C01 in a malformed header is 401 invalid_token', async () => {
    for (const header of ['Bearer', 'Bearer ', 'Bearer a b', 'Bearer a,b', 'Bearer "ada.read"', 'Bearer ada.read=x'])
      assert.deepEqual(await refusal({ security: read, request: withToken(header) }), {
        status: 401,
        challenge:
          'Bearer realm="twelvefold", error="invalid_token", error_description="The header has no single token."',
      })
  })

  test('C01 beside another is 401: which of them counts is not for us to guess', async () => {
    for (const header of ['Bearer ada.read, Bearer eve.read', 'Bearer ada.read,Bearer ada.read'])
      assert.equal((await refusal({ security: read, request: withToken(header) })).status, 401)
  })

  test('C01 that is wrong is 401 invalid_token, and told why', async () => {
    assert.deepEqual(await refusal({ security: read, request: withToken('Bearer old') }), {
      status: 401,
      challenge: 'Bearer realm="twelvefold", error="invalid_token", error_description="The token has ended."',
    })
  })

  test('in the address or in a cookie is not read', async () => {
    const request = { query: 'access_token=ada.read', headers: { cookie: 'access_token=ada.read' } }

    assert.equal((await refusal({ security: read, request })).status, 401)
  })

  test('C03 without a scope is 403 insufficient_scope, and told which would do', async () => {
    const security = [{ oauth: ['orders-read', 'orders-write'] }]

    assert.deepEqual(await refusal({ security, request: withToken('Bearer ada.orders-read') }), {
      status: 403,
      challenge: 'Bearer realm="twelvefold", error="insufficient_scope", scope="orders-read orders-write"',
    })
  })

  test('C03 has to have the scope itself, not one that begins like it', async () => {
    for (const scopes of ['re', 'reader', 'READ', 'read/all'])
      assert.equal((await refusal({ security: read, request: withToken(`Bearer ada.${scopes}`) })).status, 403)
  })

  test('that is known lets the call go on at once; the call waits for one that is not', () => {
    const operation = { id: 'getOrder', security: read, schemes }
    const known = authorise({ operation, verify })
    const unknown = authorise({ operation, verify: async (token) => verify(token) })
    const call = (): Exchange => ({ event: toEvent(withToken('Bearer ada.read')) }) as Exchange

    assert.equal(known.before(call()), undefined)
    assert.ok(unknown.before(call()) instanceof Promise)
  })
})

describe('C04 alternatives: any will do', () => {
  const security = [{ oauth: ['read'] }, { openId: ['admin'] }, { apiKey: [] }]

  test('the first, the second, or the key', async () => {
    assert.equal(await caller({ security, request: withToken('Bearer ada.read') }), 'ada')
    assert.equal(await caller({ security, request: withToken('Bearer ada.admin') }), 'ada')
    assert.equal(await caller({ security, request: { headers: { 'x-api-key': 'right' } } }), 'machine')
  })

  test('none of them is 401 with a challenge for each way', async () => {
    assert.deepEqual(await refusal({ security }), {
      status: 401,
      challenge: 'Bearer realm="twelvefold", ApiKey realm="twelvefold", in="header", name="X-Api-Key"',
    })
  })

  test('a wrong key is 401, and no error of a token that nobody sent', async () => {
    const { status, challenge } = await refusal({ security, request: { headers: { 'x-api-key': 'wrong' } } })

    assert.equal(status, 401)
    assert.doesNotMatch(challenge ?? '', /error/)
  })

  test('a right key lets through what an old token beside it would not', async () => {
    const request = { headers: { authorization: 'Bearer old', 'x-api-key': 'right' } }

    assert.equal(await caller({ security, request }), 'machine')
  })

  test('a token without the scopes of either is 403', async () => {
    const { status, challenge } = await refusal({ security, request: withToken('Bearer ada.other') })

    assert.equal(status, 403)
    assert.match(challenge ?? '', /scope="read"$/)
  })
})

describe('C04 both at once: each is needed', () => {
  const security = [{ oauth: ['read'], apiKey: [] }]

  test('with both the caller is whom the token is about', async () => {
    const request = { headers: { authorization: 'Bearer ada.read', 'x-api-key': 'right' } }

    assert.equal(await caller({ security, request }), 'ada')
    assert.equal(await caller({ security: [{ apiKey: [], oauth: ['read'] }], request }), 'ada', 'in either order')
  })

  test('with one of them, or one of them wrong, it is 401', async () => {
    const wrong: Record<string, string>[] = [
      { authorization: 'Bearer ada.read' },
      { 'x-api-key': 'right' },
      { authorization: 'Bearer ada.read', 'x-api-key': 'wrong' },
      { authorization: 'Bearer old', 'x-api-key': 'right' },
      { authorization: 'Bearer ada.other', 'x-api-key': 'wrong' },
      { authorization: 'Bearer ada.other' },
    ]
    for (const headers of wrong)
      assert.equal((await refusal({ security, request: { headers } })).status, 401, JSON.stringify(headers))
  })

  test('with both and a scope too few it is 403', async () => {
    const request = { headers: { authorization: 'Bearer ada.other', 'x-api-key': 'right' } }

    assert.equal((await refusal({ security, request })).status, 403)
  })

  test('two bearer schemes are one token with the scopes of both', async () => {
    const two = [{ oauth: ['read'], openId: ['profile'] }]

    assert.equal(await caller({ security: two, request: withToken('Bearer ada.read+profile') }), 'ada')
    const { status, challenge } = await refusal({ security: two, request: withToken('Bearer ada.read') })
    assert.equal(status, 403)
    assert.match(challenge ?? '', /scope="read profile"$/)
  })
})

describe('C04 optional', () => {
  const security: SecurityRequirement[] = [{}, { oauth: ['read'] }]

  test('without credentials nobody calls; with a token its caller does', async () => {
    assert.equal(await caller({ security }), undefined)
    assert.equal(await caller({ security, request: withToken('Bearer ada.read') }), 'ada')
    assert.equal(await caller({ security: [{ oauth: ['read'] }, {}] }), undefined, 'in either order')
  })

  test('a token that is wrong, malformed, of another scheme or without the scope is refused, not anonymous', async () => {
    const headers = ['Bearer old', 'Bearer', 'Bearer a b', 'Basic YTpi', 'Digest x', 'ada.read', 'Bearer ada.other']

    const refused = await Promise.all(
      headers.map(async (header) => (await refusal({ security, request: withToken(header) })).status),
    )

    assert.deepEqual(refused, [401, 401, 401, 401, 401, 401, 403])
  })

  test('half of what an alternative needs is refused, not anonymous', async () => {
    const half: SecurityRequirement[] = [{}, { oauth: ['read'], apiKey: [] }]

    assert.equal((await refusal({ security: half, request: withToken('Bearer ada.read') })).status, 401)
    assert.equal((await refusal({ security: half, request: { headers: { 'x-api-key': 'right' } } })).status, 401)
    assert.equal(await caller({ security: half }), undefined)
  })

  test('a wrong key is refused, not anonymous', async () => {
    const request = { headers: { 'x-api-key': 'wrong' } }

    assert.equal((await refusal({ security: [{}, { apiKey: [] }], request })).status, 401)
  })
})

describe('a scheme of the service’s own', () => {
  test('gets a key from the query or a cookie', async () => {
    assert.equal(await caller({ security: [{ queryKey: [] }], request: { query: 'a=1&key=right' } }), 'link')
    assert.equal(
      await caller({ security: [{ cookieKey: [] }], request: { headers: { cookie: 'a=1; session=right' } } }),
      'browser',
    )
  })

  test('gets no key where it comes twice', async () => {
    assert.equal(
      (await refusal({ security: [{ queryKey: [] }], request: { query: 'key=right&key=right' } })).status,
      401,
    )
  })

  test('gets name and password of HTTP Basic, divided at the first colon, in UTF-8', async () => {
    const encoded = Buffer.from('jürgen:correct: horse').toString('base64')

    assert.equal(await caller({ security: [{ login: [] }], request: withToken(`Basic ${encoded}`) }), 'jürgen')
  })

  test('is not asked about a malformed Basic header, which is 401 with its challenge', async () => {
    const latin1 = Buffer.from('j\u00fcrgen:correct: horse', 'latin1').toString('base64')
    const nameOnly = Buffer.from('ada').toString('base64')
    for (const header of ['Basic', 'Basic !', `Basic ${latin1}`, `Basic ${nameOnly}`, `Basic ${nameOnly}, Basic x`]) {
      assert.deepEqual(await refusal({ security: [{ login: [] }], request: withToken(header) }), {
        status: 401,
        challenge: 'Basic realm="twelvefold", charset="UTF-8"',
      })
    }
  })

  test('is told what the contract lists, and sees the request', async () => {
    const seen: unknown[] = []
    const own: SchemeChecks = {
      apiKey: (key: string, { scopes, event }: Needed) => {
        seen.push(key, scopes, event.rawPath)
        return named('machine')
      },
    }

    await caller({
      security: [{ apiKey: ['auditor'] }],
      own,
      request: { path: '/orders', headers: { 'x-api-key': 'k' } },
    })

    assert.deepEqual(seen, ['k', ['auditor'], '/orders'])
  })

  test('that throws stops the call', async () => {
    const own: SchemeChecks = { apiKey: () => Promise.reject(new Problem('forbidden', 'The key was withdrawn.')) }

    const outcome = await attempt({ security: [{ apiKey: [] }], own, request: { headers: { 'x-api-key': 'k' } } })

    assert.ok(outcome instanceof Problem)
    assert.equal(outcome.message, 'The key was withdrawn.')
  })
})

describe('nothing is silently open', () => {
  const operation = { id: 'getOrder', schemes }

  test('an operation whose scheme has no check does not load', () => {
    assert.throws(
      () => authorise({ operation: { ...operation, security: [{ apiKey: [] }] } }),
      /getOrder: nobody checks apiKey/,
    )
    assert.throws(
      () => authorise({ operation: { ...operation, security: [{ toString: [] }] } }),
      /nobody knows how the security scheme toString is sent/,
    )
  })

  test('a check that would never be called does not load', () => {
    assert.throws(
      () => authorise({ operation: { ...operation, security: read }, schemes: { oauth: () => named('anybody') } }),
      /oauth is a bearer token, which the kit checks/,
    )
  })

  test('an option that does not exist is refused', () => {
    const options = { operation: { ...operation, security: read }, testTokens: true }

    assert.throws(() => authorise(options), /authorise has no option "testTokens"/)
  })
})
