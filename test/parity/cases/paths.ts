import { type Case, ok, refused } from './case.ts'

export const paths: Case[] = [
  {
    id: 'A12',
    name: 'a segment of the path is decoded, once',
    request: { path: '/fixture/paths/a%2Fb%252Fc%20%C3%A9%3F' },
    expect: ok({ text: 'a/b%2Fc é?' }),
  },
  {
    id: 'A12',
    name: 'a plus in the path is a plus',
    request: { path: '/fixture/paths/1+1%2B1' },
    expect: ok({ text: '1+1+1' }),
  },
  {
    id: 'A12',
    name: 'a segment may be a dot, a comma, a semicolon, a colon or an at sign',
    request: { path: '/fixture/paths/.a,b;c:d@e' },
    expect: ok({ text: '.a,b;c:d@e' }),
  },
  {
    id: 'A12',
    name: 'a path that is not valid percent-encoding is a problem',
    request: { path: '/fixture/paths/%zz' },
    // What API Gateway does with it is not documented; a load balancer passes on what it gets.
    only: ['process', 'offline', 'lambda-alb', 'lambda-alb-single'],
    expect: refused(400, { code: 'bad-request', detail: 'The path is not valid percent-encoding.' }),
  },
  {
    id: 'B04',
    name: 'arrays of the path: simple, label and matrix',
    request: { path: '/fixture/styles/1,2,3/.a.b/;matrix=x,y' },
    expect: ok({ simple: [1, 2, 3], label: ['a', 'b'], matrix: ['x', 'y'] }),
  },
  { id: 'B05', name: 'an integer of the path', request: { path: '/fixture/numbers/42' }, expect: ok({ count: 42 }) },
  {
    id: 'B05',
    name: 'a path that cannot name anything is not found',
    request: { path: '/fixture/numbers/foo' },
    expect: refused(404, {
      code: 'not-found',
      errors: [{ in: 'path', pointer: '/count', detail: 'must be integer' }],
    }),
  },
  {
    id: 'B05',
    name: 'a path out of bounds is not found',
    request: { path: '/fixture/numbers/-1' },
    expect: refused(404, { code: 'not-found', errors: [{ in: 'path', pointer: '/count', detail: 'must be >= 0' }] }),
  },
]
