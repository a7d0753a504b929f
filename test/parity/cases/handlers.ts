import assert from 'node:assert/strict'
import { type Case, ok, refused } from './case.ts'

export const handlers: Case[] = [
  {
    id: 'A05',
    name: 'a handler that returns undefined answers 204 without a length',
    request: { method: 'POST', path: '/fixture/nothing' },
    expect: { status: 204 },
  },
  {
    id: 'A05',
    name: 'a reply of 204 is the same',
    request: { method: 'DELETE', path: '/fixture/paths/x' },
    expect: { status: 204 },
  },
  {
    id: 'A05',
    name: 'an answer without a body that is not 204 has the length 0',
    request: { path: '/fixture/moved' },
    expect: { status: 303, headers: { location: '/fixture/note' } },
  },
  {
    id: 'A06',
    name: 'a handler that throws shows nothing of itself; the log has it all',
    request: { path: '/fixture/crash' },
    expect: {
      ...refused(500, { code: 'internal-error' }),
      log: { level: 'error', msg: 'the password is hunter2' },
    },
  },
  {
    id: 'A06',
    name: 'a handler whose promise is rejected is the same',
    request: { path: '/fixture/crash?later=true' },
    expect: {
      ...refused(500, { code: 'internal-error' }),
      log: { level: 'error', msg: 'the password is hunter2' },
    },
  },
  {
    id: 'A06',
    name: 'after a crash the next request is answered',
    request: { path: '/fixture/note' },
    expect: { ...ok({ text: 'Buy milk' }), headers: { etag: '"v2"' } },
  },
  {
    id: 'A06',
    name: 'a problem that a handler throws keeps its headers and members, and hides its cause',
    request: { path: '/fixture/problem' },
    expect: {
      ...refused(
        503,
        { code: 'service-unavailable', detail: 'The store is closed.', opens: 'soon' },
        { 'retry-after': '7' },
      ),
      log: { level: 'error', msg: 'The store is closed.' },
    },
  },
  {
    id: 'A06',
    name: 'a handler that never answers is cut off',
    request: { path: '/fixture/hang' },
    expect: {
      ...refused(504, { code: 'timeout', detail: 'The operation took more than 100 ms.' }),
      log: { level: 'error', msg: 'The operation took more than 100 ms.' },
    },
  },
  {
    id: 'A06',
    name: 'a handler may take its time',
    request: { path: '/fixture/wait?ms=20' },
    expect: ok({ waited: 20 }),
  },
  {
    id: 'A06',
    name: 'a request without an id gets one',
    request: { path: '/fixture/note', headers: { 'x-request-id': '' } },
    expect: {
      ...ok({ text: 'Buy milk' }),
      headers: { etag: '"v2"', 'x-request-id': undefined },
      check: ({ headers }) => {
        const id = headers.find(([name]) => name === 'x-request-id')?.[1]
        assert.match(id ?? '', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
      },
    },
  },
  {
    id: 'A06',
    name: 'an id that is not safe to log is replaced',
    request: { path: '/fixture/note', headers: { 'x-request-id': 'a"b{}' } },
    expect: {
      ...ok({ text: 'Buy milk' }),
      headers: { etag: '"v2"', 'x-request-id': undefined },
      check: ({ headers }) => {
        assert.doesNotMatch(headers.find(([name]) => name === 'x-request-id')?.[1] ?? '"', /"/)
      },
    },
  },
  {
    id: 'A11',
    name: 'two cookies with attributes are two lines, exactly as the handler wrote them',
    request: { path: '/fixture/cookies' },
    expect: {
      ...ok({ set: 2 }),
      headers: {
        'set-cookie': [
          'session=abc.def; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax',
          'theme=dark; Path=/fixture; Expires=Wed, 21 Oct 2065 07:28:00 GMT',
        ],
      },
    },
    differs: {
      'lambda-alb-single': {
        heading: 'A load balancer without multi-value headers keeps one value of each',
        expect: {
          ...ok({ set: 2 }),
          headers: { 'set-cookie': 'session=abc.def; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax' },
        },
      },
    },
  },
]
