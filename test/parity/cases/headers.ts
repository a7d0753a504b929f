import { type Case, faulty, ok } from './case.ts'

const required = { path: '/fixture/required?since=2026-11-20T12:00:00Z' }

export const headers: Case[] = [
  {
    id: 'B03',
    name: 'a parameter of each place is there',
    request: { ...required, headers: { 'X-Tenant': 'acme', Cookie: 'other=1; session=abc' } },
    expect: ok({ since: '2026-11-20T12:00:00Z', 'x-tenant': 'acme', session: 'abc' }),
  },
  {
    id: 'B03',
    name: 'a parameter of each place is missing: each is named with its place',
    request: { path: '/fixture/required' },
    expect: faulty(
      ['query', '/since', 'is required'],
      ['header', '/x-tenant', 'is required'],
      ['cookie', '/session', 'is required'],
    ),
  },
  {
    id: 'B03',
    name: 'a parameter of each place is wrong',
    request: { path: '/fixture/required?since=now', headers: { 'X-Tenant': 'ACME', Cookie: 'session=a' } },
    expect: faulty(
      ['query', '/since', 'must be a valid date-time'],
      ['header', '/x-tenant', 'must match ^[a-z]+$'],
      ['cookie', '/session', 'must have at least 3 characters'],
    ),
  },
  {
    id: 'B04',
    name: 'headers of every type and style',
    request: {
      path: '/fixture/headers',
      headers: {
        'X-Count': '-3',
        'x-flag': 'false',
        'X-LIST': '1, 2,3',
        'X-Point': 'x,1,y,2',
        'X-Exploded': 'x=1,y=2',
        'X-Text': 'a "b"; c=d',
      },
    },
    expect: ok({
      headers: {
        'x-count': -3,
        'x-flag': false,
        'x-list': [1, 2, 3],
        'x-point': { x: 1, y: 2 },
        'x-exploded': { x: 1, y: 2 },
        'x-text': 'a "b"; c=d',
      },
      cookies: {},
    }),
  },
  {
    id: 'B04',
    name: 'a header with the wrong type',
    request: { path: '/fixture/headers', headers: { 'X-Count': '1.5', 'X-List': '1,b' } },
    expect: faulty(['header', '/x-count', 'must be integer'], ['header', '/x-list/1', 'must be integer']),
  },
  {
    id: 'B04',
    name: 'a header that comes twice is one list',
    request: {
      path: '/fixture/headers',
      headers: [
        ['X-List', '1'],
        ['X-List', '2'],
      ],
    },
    expect: ok({ headers: { 'x-list': [1, 2] }, cookies: {} }),
    differs: {
      'lambda-alb-single': {
        heading: 'A load balancer without multi-value headers keeps one value of each',
        expect: ok({ headers: { 'x-list': [2] }, cookies: {} }),
      },
    },
  },
  {
    id: 'A12',
    name: 'cookies are decoded, and the first of a name counts',
    request: {
      path: '/fixture/headers',
      headers: { Cookie: 'session="a%20b"; visits=3; session=other; odd; theme=dark' },
    },
    expect: ok({ headers: {}, cookies: { session: 'a b', visits: 3 } }),
  },
  {
    id: 'A12',
    name: 'a cookie with the wrong type',
    request: { path: '/fixture/headers', headers: { Cookie: 'visits=many' } },
    expect: faulty(['cookie', '/visits', 'must be integer']),
  },
]
