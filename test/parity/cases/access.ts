import { makeKey } from '../../fakes/issuer.ts'
import { signToken, type TestToken } from '../../fakes/tokens.ts'
import { type Case, type CaseRequest, type Expected, ok, refused } from './case.ts'

const bearer = async (token: TestToken = {}): Promise<string> =>
  `Bearer ${await signToken({ scopes: ['access:read'], ...token })}`

const right = await bearer()
const other = await bearer({ scopes: ['access:write'] })

const call = (path: string, headers: CaseRequest['headers'] = {}): CaseRequest => ({ path: `/access/${path}`, headers })

const ada: Expected = ok({ subject: 'user-1', clientId: 'web-shop', scopes: ['access:read'] })
const machine: Expected = ok({ subject: 'machine', clientId: null, scopes: [] })
const nobody: Expected = ok({ subject: null, clientId: null, scopes: [] })

const askedForToken: Expected = refused(
  401,
  { code: 'unauthorized', detail: 'Send an access token as a bearer token, in the Authorization header.' },
  { 'www-authenticate': 'Bearer realm="twelvefold"' },
)

const wrongToken = (why: string): Expected =>
  refused(
    401,
    { code: 'unauthorized', detail: why },
    { 'www-authenticate': `Bearer realm="twelvefold", error="invalid_token", error_description="${why}"` },
  )

const lacksScope: Expected = refused(
  403,
  { code: 'forbidden', detail: 'The token lacks a scope: access:read.' },
  { 'www-authenticate': 'Bearer realm="twelvefold", error="insufficient_scope", scope="access:read"' },
)

const keyChallenge = 'ApiKey realm="twelvefold", in="header", name="X-Api-Key"'

/** A token beside what it is told. */
const wrong: [id: string, name: string, authorization: string, why: string][] = [
  ['C01', 'that has ended', await bearer({ lifetime: -1 }), 'The token has ended.'],
  ['C01', 'that is not valid yet', await bearer({ claims: { nbf: 4_102_444_800 } }), 'The token is not valid yet.'],
  [
    'C01',
    'with a bad signature',
    await bearer({ key: makeKey('test-key') }),
    'The token is not signed as its issuer signs.',
  ],
  ['C01', 'that is none', 'Bearer abc', 'The token is not a JSON Web Token.'],
  ['C01', 'in a malformed header', 'Bearer a b', 'The header has no single token.'],
  ['C02', 'for another audience', await bearer({ audience: 'other' }), 'The token is for another audience.'],
  [
    'C02',
    'of another issuer',
    await bearer({ issuer: 'https://other.example.com' }),
    'The token is from another issuer.',
  ],
  [
    'C02',
    'with an unknown key',
    await bearer({ header: { kid: 'other' } }),
    'The token is signed with a key that its issuer does not have.',
  ],
  ['C02', 'without an end', await bearer({ claims: { exp: undefined } }), 'The token does not say when it ends.'],
  [
    'C02',
    'that is an ID token',
    await bearer({ header: { typ: 'JWT' }, claims: { nonce: 'n' } }),
    'The token is not an access token.',
  ],
]

export const access: Case[] = [
  {
    id: 'C01',
    name: 'a right token says who calls',
    request: call('scoped', { Authorization: right }),
    expect: ada,
  },
  {
    id: 'C01',
    name: 'the word Bearer may be written in any case',
    request: call('scoped', { Authorization: right.replace('Bearer', 'bEARER') }),
    expect: ada,
  },
  {
    id: 'C01',
    name: 'a right token is taken in production',
    on: 'production',
    request: call('scoped', { Authorization: right }),
    expect: ada,
  },
  { id: 'C01', name: 'no token', request: call('scoped'), expect: askedForToken },
  {
    id: 'C01',
    name: 'no token, in production',
    on: 'production',
    request: call('scoped'),
    expect: askedForToken,
  },
  {
    id: 'C01',
    name: 'credentials of another scheme',
    request: call('scoped', { Authorization: 'Basic YTpi' }),
    expect: askedForToken,
  },
  ...wrong.map(
    ([id, name, authorization, why]): Case => ({
      id,
      name: `a token ${name}`,
      request: call('scoped', { Authorization: authorization }),
      expect: wrongToken(why),
    }),
  ),
  {
    id: 'C01',
    name: 'two Authorization headers are none, however right they are',
    request: call('scoped', [
      ['Authorization', other],
      ['Authorization', right],
    ]),
    expect: wrongToken('The header has no single token.'),
    differs: {
      'lambda-alb-single': {
        heading: 'A load balancer without multi-value headers keeps one value of each',
        expect: ada,
      },
    },
  },
  {
    id: 'C01',
    name: 'a token in the address is not read',
    request: call(`scoped?access_token=${right.slice('Bearer '.length)}`),
    expect: askedForToken,
  },
  {
    id: 'C03',
    name: 'a token without the scope',
    request: call('scoped', { Authorization: other }),
    expect: lacksScope,
  },
  { id: 'C04', name: 'either: the token', request: call('either', { Authorization: right }), expect: ada },
  { id: 'C04', name: 'either: the key', request: call('either', { 'X-Api-Key': 'right' }), expect: machine },
  {
    id: 'C04',
    name: 'either: none of them',
    request: call('either'),
    expect: refused(
      401,
      { code: 'unauthorized', detail: 'Send the credentials that the contract asks for.' },
      { 'www-authenticate': `Bearer realm="twelvefold", ${keyChallenge}` },
    ),
  },
  {
    id: 'C04',
    name: 'both: token and key',
    request: call('both', { Authorization: right, 'X-Api-Key': 'right' }),
    expect: ada,
  },
  {
    id: 'C04',
    name: 'both: only the token',
    request: call('both', { Authorization: right }),
    expect: refused(
      401,
      { code: 'unauthorized', detail: 'Send the credentials that the contract asks for.' },
      { 'www-authenticate': `Bearer realm="twelvefold", ${keyChallenge}` },
    ),
  },
  {
    id: 'C04',
    name: 'both: a wrong key',
    request: call('both', { Authorization: right, 'X-Api-Key': 'wrong' }),
    expect: refused(
      401,
      { code: 'unauthorized', detail: 'What was sent for apiKey is not valid.' },
      { 'www-authenticate': `Bearer realm="twelvefold", ${keyChallenge}` },
    ),
  },
  { id: 'C04', name: 'optional: nothing', request: call('optional'), expect: nobody },
  { id: 'C04', name: 'optional: a token', request: call('optional', { Authorization: right }), expect: ada },
  {
    id: 'C04',
    name: 'optional: a wrong token is not anonymous',
    request: call('optional', { Authorization: 'Bearer abc' }),
    expect: wrongToken('The token is not a JSON Web Token.'),
  },
]
