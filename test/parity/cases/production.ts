import { type Case, type Expected, refused } from './case.ts'

const good = { title: 'Sales', lines: [{ amount: 1 }] }
const kind = { 'x-kind': 'report' }

const breach = (how: string, detail: string, expect: Expected): Case => ({
  id: 'B09',
  name: `in production a response that breaks its contract is sent as it is, and logged: ${how}`,
  on: 'production',
  request: { path: `/fixture/broken/${how}` },
  expect: { ...expect, log: { level: 'error', msg: `The response of breakContract breaks its contract: ${detail}.` } },
})

/** What differs where ENV is production: the same code, other variables. */
export const production: Case[] = [
  breach('missing', '/title is required', { status: 200, headers: kind, json: { lines: [] } }),
  breach('deep', '/lines/1/amount must be integer (and 1 more)', {
    status: 200,
    headers: kind,
    json: { title: 'Sales', lines: [{ amount: 1 }, { amount: 'two' }, {}] },
  }),
  breach('extra', '/author is not allowed', { status: 200, headers: kind, json: { ...good, author: 'Ada' } }),
  breach('status', 'it does not list the status 418', { status: 418, headers: kind, json: good }),
  breach('header', 'the 200 response needs the header x-kind', { status: 200, json: good }),
  breach('type', 'the 200 response is application/json, not text/csv', {
    status: 200,
    type: 'text/csv; charset=utf-8',
    headers: kind,
    text: 'title,amount',
  }),
  breach('body', 'the 202 response has no body', { status: 202, json: good }),
  breach('empty', 'the 200 response needs a body', { status: 200, headers: kind }),
  {
    id: 'B13',
    name: 'the contract is not published where DOCS is off',
    on: 'production',
    request: { path: '/fixture/-/openapi.json' },
    expect: refused(404, { code: 'not-found', detail: 'The contracts are not published here.' }),
  },
  {
    id: 'B13',
    name: 'health is told all the same',
    on: 'production',
    request: { path: '/fixture/-/health' },
    expect: { status: 200, headers: { 'cache-control': 'no-store' }, json: { status: 'ok', service: 'fixture' } },
  },
]
