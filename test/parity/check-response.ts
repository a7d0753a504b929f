import assert from 'node:assert/strict'
import { problems } from '../../lib/problem/table.ts'
import type { Case, Expected, SystemName } from './cases/case.ts'
import { expectedHeaders } from './expected-headers.ts'
import { group } from './hosts/front-door.ts'
import type { HttpResponse } from './hosts/host.ts'

/** Of the connection, not of the answer. */
const transport = ['date', 'connection', 'keep-alive', 'transfer-encoding']

const base: Record<SystemName, string> = { services: '', fixture: '', production: 'https://api.example/prefix' }

/** Compares an answer with what was expected: the status, every header, and the body as a whole. */
export function checkResponse(tested: Case, expect: Expected, id: string, response: HttpResponse): void {
  const headers = group(response.headers.filter(([name]) => !transport.includes(name)))
  const length = headers['content-length']?.[0]
  // A case names the length only for HEAD, which has no body to count.
  if (expect.headers?.['content-length'] === undefined) delete headers['content-length']
  const wanted = expectedHeaders(tested, expect, id)
  const compared = expect.check === undefined ? headers : pick(headers, Object.keys(wanted))
  assert.deepEqual({ status: response.status, headers: compared }, { status: expect.status, headers: wanted })
  checkBody(tested, expect, id, response.body)
  checkLength(tested, expect, length, response.body)
  expect.check?.(response)
}

const pick = (lines: Record<string, string[]>, names: string[]): Record<string, string[]> =>
  Object.fromEntries(Object.entries(lines).filter(([name]) => names.includes(name)))

function checkBody({ on = 'fixture' }: Case, expect: Expected, requestId: string, body: Buffer): void {
  if (expect.problem !== undefined) {
    const { code, ...rest } = expect.problem
    const { title, status } = problems[code]
    const document = { type: `${base[on]}/docs/problems/${code}`, title, status, requestId, ...rest }
    assert.deepEqual(JSON.parse(body.toString()), document)
  } else if ('json' in expect) assert.deepEqual(JSON.parse(body.toString()), expect.json)
  else if (expect.bytes !== undefined) assert.ok(body.equals(expect.bytes), `other bytes: ${body.toString('latin1')}`)
  else if (expect.text !== undefined) assert.equal(body.toString(), expect.text)
  else if (expect.check === undefined) assert.equal(body.toString(), '')
}

/** RFC 9110, section 8.6: the length is that of the body; 204 and 304 have none here. */
function checkLength({ request }: Case, { status }: Expected, length: string | undefined, body: Buffer): void {
  if (request.method === 'HEAD') return
  if (status === 204 || status === 304) assert.equal(length, undefined)
  else assert.equal(length, String(body.length))
}
