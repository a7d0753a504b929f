import { type Case, type Expected, faulty, ok, post, refused, send } from './case.ts'

const unsupported = (detail: string, supported: string[]): Expected =>
  refused(415, { code: 'unsupported-media-type', detail, supported }, { accept: supported.join(', ') })

const echoed = (body: unknown): Expected => ok({ body, polluted: null })

export const bodies: Case[] = [
  ...[{ a: [1, null] }, [], 'text', 1.5, false, null].map(
    (body): Case => ({
      id: 'A13',
      name: `a body in JSON: ${JSON.stringify(body)}`,
      request: post('/fixture/bodies', body),
      expect: echoed(body),
    }),
  ),
  {
    id: 'A13',
    name: 'a body that is not the JSON it says to be: the place is told',
    request: send('/fixture/bodies', 'application/json', '{\n  "a" 1}'),
    expect: refused(400, { code: 'malformed-body', detail: 'The body is not valid JSON: line 2, column 7.' }),
  },
  {
    id: 'A13',
    name: 'a body that ends too early',
    request: send('/fixture/bodies', 'application/json', '{"a":'),
    expect: refused(400, { code: 'malformed-body', detail: 'The body is not valid JSON.' }),
  },
  {
    id: 'A13',
    name: 'an empty body where one is required',
    request: send('/fixture/bodies', 'application/json', ''),
    expect: refused(400, { code: 'missing-body', detail: 'Send application/json.' }),
  },
  {
    id: 'A13',
    name: 'no body where one is required',
    request: { method: 'POST', path: '/fixture/bodies' },
    expect: refused(400, { code: 'missing-body', detail: 'Send application/json.' }),
  },
  {
    id: 'A13',
    name: 'no body where one may be left out',
    request: { method: 'PUT', path: '/fixture/bodies' },
    expect: ok({ body: 'none' }),
  },
  {
    id: 'A13',
    name: 'a body that may be left out and is there',
    request: { method: 'PUT', path: '/fixture/bodies', json: { a: 1 } },
    expect: ok({ body: { a: 1 } }),
  },
  {
    id: 'A14',
    name: 'a content type that the contract lacks: those that it has are told',
    request: { ...send('/fixture/bodies', 'text/xml', '<a/>'), method: 'PUT' },
    expect: unsupported('The body is text/xml; send application/json or application/merge-patch+json.', [
      'application/json',
      'application/merge-patch+json',
    ]),
  },
  {
    id: 'A14',
    name: 'a body without a content type',
    request: send('/fixture/bodies', undefined, '{}'),
    expect: unsupported('The request has no Content-Type; send application/json.', ['application/json']),
  },
  {
    id: 'A14',
    name: 'a content type in capitals with parameters',
    request: send('/fixture/bodies', 'Application/JSON ; Charset="UTF-8"', '"é"'),
    expect: echoed('é'),
  },
  {
    id: 'A14',
    name: 'the second content type of the contract',
    request: {
      method: 'PUT',
      path: '/fixture/bodies',
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: '{"é":1}',
    },
    expect: ok({ body: { é: 1 } }),
  },
  {
    id: 'B06',
    name: 'a text has its bounds',
    request: send('/fixture/texts', 'text/plain', 'x'.repeat(101)),
    expect: faulty(['body', '', 'must have at most 100 characters']),
  },
  {
    id: 'B04',
    name: 'a form: texts, numbers, booleans and lists',
    request: send(
      '/fixture/forms',
      'application/x-www-form-urlencoded',
      'name=Ada+L%C3%BCbeck&age=36&agreed=true&tags=a&tags=b',
    ),
    expect: ok({ name: 'Ada Lübeck', age: 36, agreed: true, tags: ['a', 'b'] }),
  },
  {
    id: 'B04',
    name: 'a list of a form may have one item',
    request: send('/fixture/forms', 'application/x-www-form-urlencoded', 'name=Ada&tags=a'),
    expect: ok({ name: 'Ada', tags: ['a'] }),
  },
  {
    id: 'B06',
    name: 'the faults of a form are those of its body',
    request: send('/fixture/forms', 'application/x-www-form-urlencoded', 'age=old&__proto__=x&colour=red'),
    expect: faulty(
      ['body', '/name', 'is required'],
      ['body', '/__proto__', 'is not allowed'],
      ['body', '/colour', 'is not allowed'],
      ['body', '/age', 'must be integer'],
    ),
  },
]
