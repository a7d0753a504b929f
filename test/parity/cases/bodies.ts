import { defaultSecurityHeaders } from '../../../lib/endpoint/security-headers.ts'
import { type Case, type CaseRequest, type Expected, faulty, ok, post, refused } from './case.ts'

/** The fixture's BODY_LIMIT. */
const limit = 65_536

/** Every byte there is. */
const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)

/** The headers that every answer of ours has. */
const notOurs = Object.fromEntries(
  [
    'access-control-allow-origin',
    'access-control-expose-headers',
    'x-request-id',
    ...Object.keys(defaultSecurityHeaders),
  ].map((name) => [name, undefined]),
)

const unsupported = (detail: string, supported: string[]): Expected =>
  refused(415, { code: 'unsupported-media-type', detail, supported }, { accept: supported.join(', ') })

const send = (path: string, type: string | undefined, body: string | Uint8Array): CaseRequest => ({
  method: 'POST',
  path,
  headers: type === undefined ? {} : { 'Content-Type': type },
  body,
})

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
    id: 'A09',
    name: 'a body over the limit',
    request: send('/fixture/bodies', 'application/json', JSON.stringify('x'.repeat(limit))),
    expect: refused(413, { code: 'body-too-large', detail: `The body may have ${limit} bytes.` }),
  },
  {
    id: 'A09',
    name: 'a body over 10 MB',
    request: send('/fixture/bodies', 'application/json', new Uint8Array(10_485_761)),
    // API Gateway takes 10 MB at most and a load balancer 1 MB: their functions never see it.
    only: ['process', 'offline'],
    expect: refused(413, { code: 'body-too-large', detail: `The body may have ${limit} bytes.` }),
    differs: {
      offline: {
        heading: 'It answers by itself what it does not pass on',
        expect: {
          status: 413,
          type: 'application/json; charset=utf-8',
          headers: { ...notOurs, 'cache-control': 'no-cache' },
          json: {
            statusCode: 413,
            error: 'Request Entity Too Large',
            message: 'Payload content length greater than maximum allowed: 10485760',
          },
        },
      },
    },
  },
  {
    id: 'A09',
    name: 'the limit counts bytes, not characters',
    request: send('/fixture/bodies', 'application/json', JSON.stringify('é'.repeat(limit / 2))),
    expect: refused(413, { code: 'body-too-large', detail: `The body may have ${limit} bytes.` }),
  },
  {
    id: 'A09',
    name: 'a body of exactly the limit',
    request: send('/fixture/files', 'application/octet-stream', new Uint8Array(limit).fill(255)),
    expect: { status: 200, type: 'application/octet-stream', bytes: new Uint8Array(limit).fill(255) },
  },
  {
    id: 'A09',
    name: 'a body of one byte more',
    request: send('/fixture/files', 'application/octet-stream', new Uint8Array(limit + 1)),
    expect: refused(413, { code: 'body-too-large', detail: `The body may have ${limit} bytes.` }),
  },
  {
    id: 'A17',
    name: 'bytes come back as they were sent',
    request: send('/fixture/files', 'application/octet-stream', bytes),
    expect: { status: 200, type: 'application/octet-stream', bytes },
  },
  {
    id: 'A17',
    name: 'a media type range of the contract takes every type in it',
    request: send('/fixture/files', 'image/png', bytes),
    expect: { status: 200, type: 'image/png', bytes },
  },
  {
    id: 'A17',
    name: 'a PDF',
    request: { path: '/fixture/reports/bytes.pdf', headers: { Accept: 'application/pdf' } },
    expect: {
      status: 200,
      type: 'application/pdf',
      headers: { 'content-disposition': 'attachment; filename="bytes.pdf"' },
      bytes: Buffer.concat([Buffer.from('%PDF-1.7\n'), bytes]),
    },
  },
  {
    id: 'A17',
    name: 'an operation that answers bytes has its problems in JSON',
    request: { path: '/fixture/reports/other.pdf', headers: { Accept: 'application/pdf' } },
    expect: refused(404, { code: 'not-found' }),
  },
  {
    id: 'A17',
    name: 'text is UTF-8 both ways',
    request: send('/fixture/texts', 'text/plain; charset=utf-8', 'Grüße 🎂\r\n'),
    expect: { status: 200, type: 'text/plain; charset=utf-8', text: 'Grüße 🎂\r\n' },
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
