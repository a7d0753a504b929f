import assert from 'node:assert/strict'
import { gunzipSync } from 'node:zlib'
import type { HttpResponse } from '../hosts/host.ts'
import { type Case, refused, type SystemName } from './case.ts'

const headerOf = ({ headers }: HttpResponse, wanted: string): string =>
  headers.find(([name]) => name === wanted)?.[1] ?? ''

/** A page: HTML that runs nothing but its own. */
const page = (name: string, path: string, on: SystemName, pattern: RegExp): Case => ({
  id: 'B13',
  name,
  on,
  request: { path, headers: { Accept: 'text/html' } },
  expect: {
    status: 200,
    type: 'text/html; charset=utf-8',
    headers: {
      'content-security-policy': undefined,
      vary: on === 'production' ? 'accept-encoding, origin' : 'accept-encoding',
    },
    check: (response) => {
      assert.match(headerOf(response, 'content-security-policy'), /^default-src 'none'; /)
      assert.doesNotMatch(headerOf(response, 'content-security-policy'), /unsafe/)
      assert.match(response.body.toString(), pattern)
    },
  },
})

export const docs: Case[] = [
  page('the portal shows every service', '/docs', 'services', /Addition.*Hello.*Time/s),
  page('a problem has a page', '/docs/problems/validation-failed', 'services', /validation-failed/),
  page('a problem has a page also where the portal is off', '/docs/problems/not-found', 'production', /not-found/),
  {
    id: 'B13',
    name: 'the portal is not there where DOCS is off',
    on: 'production',
    request: { path: '/docs' },
    expect: {
      ...refused(404, { code: 'not-found', detail: 'Nothing answers /docs.' }),
      headers: { 'content-security-policy': undefined },
      check: (response) => assert.match(headerOf(response, 'content-security-policy'), /^default-src 'none'; /),
    },
  },
  {
    id: 'A17',
    name: 'an asset comes compressed to a client that takes it so',
    on: 'services',
    request: { path: '/docs/page.css', headers: { 'Accept-Encoding': 'gzip' } },
    expect: {
      status: 200,
      type: 'text/css; charset=utf-8',
      headers: { 'content-security-policy': undefined, 'content-encoding': 'gzip' },
      check: (response) => {
        assert.match(gunzipSync(response.body).toString(), /\{.*\}/s)
      },
    },
  },
  {
    id: 'A17',
    name: 'an asset comes as it is to a client that does not say',
    on: 'services',
    request: { path: '/docs/page.css' },
    expect: {
      status: 200,
      type: 'text/css; charset=utf-8',
      headers: { 'content-security-policy': undefined },
      check: (response) => {
        assert.equal(headerOf(response, 'content-encoding'), '')
        assert.match(response.body.toString(), /\{.*\}/s)
      },
    },
  },
]
