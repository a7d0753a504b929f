import { defaultSecurityHeaders } from '../../../lib/endpoint/security-headers.ts'
import { type Case, refused, send } from './case.ts'

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

export const limits: Case[] = [
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
]
