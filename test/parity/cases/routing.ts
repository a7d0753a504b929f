import { type Case, faulty, ok, refused } from './case.ts'

const note = { status: 200, type: 'application/json', headers: { etag: '"v2"' } }

export const routing: Case[] = [
  {
    id: 'A01',
    name: 'an unknown path is a problem',
    request: { path: '/fixture/unknown?a=1' },
    expect: refused(404, { code: 'not-found', detail: 'Nothing answers /fixture/unknown.' }),
  },
  {
    id: 'A01',
    name: 'the root is a path like any other',
    request: { path: '/' },
    expect: refused(404, { code: 'not-found', detail: 'Nothing answers /.' }),
  },
  {
    id: 'A01',
    name: 'an unknown path is named as it was sent',
    request: { path: '/fixture/%C3%A9t%20%25/nowhere' },
    expect: refused(404, { code: 'not-found', detail: 'Nothing answers /fixture/%C3%A9t%20%25/nowhere.' }),
  },
  {
    id: 'A01',
    name: 'a parameter of the path is never empty',
    request: { path: '/fixture/paths//x' },
    expect: refused(404, { code: 'not-found', detail: 'Nothing answers /fixture/paths//x.' }),
  },
  {
    id: 'A01',
    name: 'a path with a slash at its end is another path',
    request: { path: '/fixture/note/' },
    expect: refused(404, { code: 'not-found', detail: 'Nothing answers /fixture/note/.' }),
    differs: {
      'lambda-rest': {
        heading: 'A REST API drops a slash at the end of a path',
        expect: { ...note, json: { text: 'Buy milk' } },
      },
    },
  },
  {
    id: 'A01',
    name: 'dots in a path lead nowhere',
    request: { path: '/fixture/../fixture/note' },
    // AWS's front doors are not documented to leave them alone.
    only: ['process', 'offline'],
    expect: refused(404, { code: 'not-found', detail: 'Nothing answers /fixture/../fixture/note.' }),
  },
  {
    id: 'A01',
    name: 'a request may name its target in full',
    request: { path: 'http://api.example/fixture/numbers/1' },
    only: ['process', 'offline'],
    expect: ok({ count: 1 }),
  },
  {
    id: 'A02',
    name: 'a verb that the path lacks: Allow lists those that it has',
    request: { method: 'DELETE', path: '/fixture/note' },
    expect: refused(
      405,
      {
        code: 'method-not-allowed',
        detail: '/fixture/note answers GET, HEAD, OPTIONS, PUT.',
        allowed: ['GET', 'HEAD', 'OPTIONS', 'PUT'],
      },
      { allow: 'GET, HEAD, OPTIONS, PUT' },
    ),
  },
  {
    id: 'A02',
    name: 'a verb that a path with a parameter lacks, whatever the parameter holds',
    request: { method: 'PATCH', path: '/fixture/paths/100%25', json: {} },
    expect: refused(
      405,
      {
        code: 'method-not-allowed',
        detail: '/fixture/paths/100%25 answers DELETE, GET, HEAD, OPTIONS, PUT.',
        allowed: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT'],
      },
      { allow: 'DELETE, GET, HEAD, OPTIONS, PUT' },
    ),
  },
  {
    id: 'A02',
    name: 'a verb that a path with a parameter lacks, and a slash in the parameter',
    request: { method: 'POST', path: '/fixture/paths/a%2Fb' },
    expect: refused(
      405,
      {
        code: 'method-not-allowed',
        detail: '/fixture/paths/a%2Fb answers DELETE, GET, HEAD, OPTIONS, PUT.',
        allowed: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT'],
      },
      { allow: 'DELETE, GET, HEAD, OPTIONS, PUT' },
    ),
    differs: {
      'lambda-http': {
        heading: 'An HTTP API decodes the path',
        expect: refused(404, { code: 'not-found', detail: 'Nothing answers /fixture/paths/a/b.' }),
      },
    },
  },
  {
    id: 'A02',
    name: 'HEAD where there is no GET',
    request: { method: 'HEAD', path: '/fixture/nothing' },
    expect: {
      status: 405,
      type: 'application/problem+json',
      headers: { allow: 'OPTIONS, POST', 'cache-control': 'no-store' },
    },
  },
  {
    id: 'A02',
    name: 'the kit’s own paths have their verbs too',
    request: { method: 'POST', path: '/fixture/-/health' },
    expect: refused(
      405,
      {
        code: 'method-not-allowed',
        detail: '/fixture/-/health answers GET, HEAD, OPTIONS.',
        allowed: ['GET', 'HEAD', 'OPTIONS'],
      },
      { allow: 'GET, HEAD, OPTIONS' },
    ),
  },
  {
    id: 'A03',
    name: 'OPTIONS is answered without a handler',
    request: { method: 'OPTIONS', path: '/fixture/crash' },
    expect: {
      status: 204,
      headers: {
        allow: 'GET, HEAD, OPTIONS',
        'access-control-allow-methods': 'GET, HEAD, OPTIONS',
        'access-control-allow-headers':
          'authorization, content-type, idempotency-key, if-match, if-none-match, x-request-id',
        'access-control-max-age': '600',
      },
    },
  },
  {
    id: 'A03',
    name: 'OPTIONS on an unknown path is a problem',
    request: { method: 'OPTIONS', path: '/fixture/unknown' },
    expect: refused(404, { code: 'not-found', detail: 'Nothing answers /fixture/unknown.' }),
  },
  {
    id: 'A04',
    name: 'HEAD says what GET would, and has no body',
    request: { method: 'HEAD', path: '/fixture/note' },
    expect: { ...note, headers: { etag: '"v2"', 'content-length': '19' } },
  },
  {
    id: 'A04',
    name: 'HEAD has its parameters and its faults',
    request: { method: 'HEAD', path: '/fixture/query?count=x' },
    expect: { status: 400, type: 'application/problem+json', headers: { 'cache-control': 'no-store' } },
  },
  {
    id: 'A04',
    name: 'HEAD on an unknown path',
    request: { method: 'HEAD', path: '/fixture/unknown' },
    expect: { status: 404, type: 'application/problem+json', headers: { 'cache-control': 'no-store' } },
  },
  {
    id: 'B07',
    name: 'the query of an operation without parameters is checked too',
    request: { path: '/fixture/note?verbose' },
    expect: faulty(['query', '/verbose', 'is not a parameter of this operation']),
  },
]
