import { type Case, type Expected, ok, refused } from './case.ts'

const note: Expected = { ...ok({ text: 'Buy milk' }), headers: { etag: '"v2"' } }
const exposed =
  'deprecation, etag, idempotency-replayed, link, location, ratelimit, ratelimit-policy, retry-after, sunset, x-request-id'
const allowed = {
  'access-control-allow-origin': 'https://shop.example',
  'access-control-expose-headers': exposed,
}
const preflight = {
  allow: 'GET, HEAD, OPTIONS, PUT',
  'access-control-allow-methods': 'GET, HEAD, OPTIONS, PUT',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key, if-match, if-none-match, x-request-id',
  'access-control-max-age': '600',
}

/** No header that lets another origin do anything. */
const closed = { 'access-control-allow-origin': undefined, 'access-control-expose-headers': undefined }

/** Production lets https://shop.example read its answers, the fixture anybody. */
export const cors: Case[] = [
  {
    id: 'A01',
    name: 'any origin may read an answer',
    request: { path: '/fixture/note', headers: { Origin: 'https://anywhere.example' } },
    expect: note,
  },
  {
    id: 'A03',
    name: 'any origin may ask before a call',
    request: {
      method: 'OPTIONS',
      path: '/fixture/note',
      headers: { Origin: 'https://anywhere.example', 'Access-Control-Request-Method': 'PUT' },
    },
    expect: { status: 204, headers: preflight },
  },
  {
    id: 'A01',
    name: 'an origin of the list may read an answer',
    on: 'production',
    request: { path: '/fixture/note', headers: { Origin: 'https://shop.example' } },
    expect: { ...note, headers: { ...note.headers, ...allowed } },
  },
  {
    id: 'A01',
    name: 'another origin may not',
    on: 'production',
    request: { path: '/fixture/note', headers: { Origin: 'https://evil.example' } },
    expect: note,
  },
  {
    id: 'A01',
    name: 'an origin of the list may read a problem',
    on: 'production',
    request: { path: '/fixture/unknown', headers: { Origin: 'https://shop.example' } },
    expect: refused(404, { code: 'not-found', detail: 'Nothing answers /fixture/unknown.' }, allowed),
  },
  {
    id: 'A03',
    name: 'where the contract lets no script of another origin read, none is told that it may call',
    on: 'services',
    request: {
      method: 'OPTIONS',
      path: '/auth/authorize',
      headers: { Origin: 'https://anywhere.example', 'Access-Control-Request-Method': 'POST' },
    },
    expect: { status: 204, headers: { allow: 'GET, HEAD, OPTIONS, POST', ...closed } },
  },
  {
    id: 'A02',
    name: 'where the contract lets no script of another origin read, none reads a refusal',
    on: 'services',
    request: { method: 'DELETE', path: '/auth/authorize', headers: { Origin: 'https://anywhere.example' } },
    expect: refused(
      405,
      {
        code: 'method-not-allowed',
        detail: '/auth/authorize answers GET, HEAD, OPTIONS, POST.',
        allowed: ['GET', 'HEAD', 'OPTIONS', 'POST'],
      },
      { allow: 'GET, HEAD, OPTIONS, POST', ...closed },
    ),
  },
  {
    id: 'A03',
    name: 'a path that lets only some of its methods be called from elsewhere names those',
    request: {
      method: 'OPTIONS',
      path: '/fixture/partly-open',
      headers: { Origin: 'https://anywhere.example', 'Access-Control-Request-Method': 'GET' },
    },
    expect: {
      status: 204,
      headers: {
        ...preflight,
        allow: 'GET, HEAD, OPTIONS, POST',
        'access-control-allow-methods': 'GET, HEAD, OPTIONS',
      },
    },
  },
  {
    id: 'A01',
    name: 'of such a path the open method is read from elsewhere',
    request: { path: '/fixture/partly-open', headers: { Origin: 'https://anywhere.example' } },
    expect: { status: 204 },
  },
  {
    id: 'A01',
    name: 'of such a path the other method is not',
    request: { method: 'POST', path: '/fixture/partly-open', headers: { Origin: 'https://anywhere.example' } },
    expect: { status: 204, headers: closed },
  },
  {
    id: 'A03',
    name: 'an origin of the list may ask before a call',
    on: 'production',
    request: {
      method: 'OPTIONS',
      path: '/fixture/note',
      headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'PUT' },
    },
    expect: { status: 204, headers: { ...preflight, ...allowed } },
  },
]
