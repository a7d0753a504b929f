import { type Case, type Expected, ok, refused } from './case.ts'

const json = 'application/json'

const greeting = (accept: string, expect: Expected): Case => ({
  id: 'A15',
  name: `several media types, and Accept: ${accept || 'none'}`,
  request: { path: '/fixture/greeting', ...(accept === '' ? {} : { headers: { Accept: accept } }) },
  expect,
})

const headers = { vary: 'accept' }
const inJson: Expected = { ...ok({ greeting: 'Grüße' }), headers }
const inText: Expected = { status: 200, type: 'text/plain; charset=utf-8', text: 'Grüße', headers }
const inHtml: Expected = { status: 200, type: 'text/html; charset=utf-8', text: '<p>Grüße</p>', headers }

const note = { path: '/fixture/note' }
const current: Expected = { status: 200, type: json, headers: { etag: '"v2"' }, json: { text: 'Buy milk' } }
const unmodified: Expected = { status: 304, headers: { etag: '"v2"' } }
const changed = { method: 'PUT', ...note, json: { text: 'Buy bread' } }

const withHeader = (
  id: string,
  name: string,
  request: object,
  header: string,
  value: string,
  expect: Expected,
): Case => ({
  id,
  name: `${name}: ${header}: ${value}`,
  request: { ...note, ...request, headers: { [header]: value } },
  expect,
})

const breach = (how: string, detail: string, errors: [pointer: string, detail: string][] = []): Case => ({
  id: 'B09',
  name: `a response that breaks its contract is a 500 that names the field: ${how}`,
  request: { path: `/fixture/broken/${how}` },
  expect: {
    ...refused(500, {
      code: 'response-mismatch',
      detail: `The response of breakContract breaks its contract: ${detail}.`,
      errors: errors.map(([pointer, text]) => ({ pointer, detail: text })),
    }),
    log: { level: 'error', msg: `The response of breakContract breaks its contract: ${detail}.` },
  },
})

export const responses: Case[] = [
  greeting('', inJson),
  greeting('*/*', inJson),
  greeting('text/plain', inText),
  greeting('text/*;q=0.5, application/json;q=0.4', inText),
  greeting('text/plain;q=0.5, text/html', inHtml),
  greeting('application/json;q=0, text/*;q=0.1', inText),
  greeting('TEXT/HTML', inHtml),
  greeting('image/png, application/xml', {
    ...refused(406, {
      code: 'not-acceptable',
      detail: 'The answer is application/json or text/plain or text/html.',
      offered: [json, 'text/plain', 'text/html'],
    }),
  }),
  {
    id: 'A15',
    name: 'one media type that is not accepted',
    request: { ...note, headers: { Accept: 'text/html' } },
    expect: refused(406, { code: 'not-acceptable', detail: 'The answer is application/json.', offered: [json] }),
  },
  {
    id: 'A15',
    name: 'one media type that is accepted by its range',
    request: { ...note, headers: { Accept: 'text/html, application/*;q=0.1' } },
    expect: current,
  },

  withHeader('A16', 'the client has the current state', {}, 'If-None-Match', '"v2"', unmodified),
  withHeader('A16', 'the client has the current state', {}, 'If-None-Match', '"v1", W/"v2"', unmodified),
  withHeader('A16', 'the client has some state', {}, 'If-None-Match', '*', unmodified),
  withHeader('A16', 'the client has an old state', {}, 'If-None-Match', '"v1"', current),
  withHeader(
    'A16',
    'HEAD, and the client has the current state',
    { method: 'HEAD' },
    'If-None-Match',
    '"v2"',
    unmodified,
  ),
  withHeader('A16', 'a change of the current state', changed, 'If-Match', '"v2"', {
    status: 200,
    type: json,
    headers: { etag: '"v3"' },
    json: { text: 'Buy bread' },
  }),
  withHeader('A16', 'a change of an old state', changed, 'If-Match', '"v1"', {
    ...refused(412, { code: 'precondition-failed', detail: 'The current state is "v2".' }, { etag: '"v2"' }),
  }),
  withHeader('A16', 'a change by a weak tag', changed, 'If-Match', 'W/"v2"', {
    ...refused(412, { code: 'precondition-failed', detail: 'The current state is "v2".' }, { etag: '"v2"' }),
  }),
  {
    id: 'A16',
    name: 'a change of nobody knows which state',
    request: changed,
    expect: refused(428, {
      code: 'precondition-required',
      detail: 'Say with If-Match which state you want to change.',
    }),
  },

  breach('missing', '/title is required', [['/title', 'is required']]),
  breach('deep', '/lines/1/amount must be integer (and 1 more)', [
    ['/lines/1/amount', 'must be integer'],
    ['/lines/2/amount', 'is required'],
  ]),
  breach('extra', '/author is not allowed', [['/author', 'is not allowed']]),
  breach('status', 'it does not list the status 418'),
  breach('header', 'the 200 response needs the header x-kind'),
  breach('type', 'the 200 response is application/json, not text/csv'),
  breach('body', 'the 202 response has no body'),
  breach('empty', 'the 200 response needs a body'),
]
