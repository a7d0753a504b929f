import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signToken } from '../fakes/tokens.ts'
import type { CaseRequest, SystemName } from './cases/case.ts'
import type { Host, HostKind, HttpResponse } from './hosts/host.ts'
import { toRequest } from './run-cases.ts'

/** What only shows when a client calls more than once: the same on every host. */
export function testRepeatedCalls(kind: HostKind, hosts: ReadonlyMap<SystemName, Host>): void {
  async function call(request: CaseRequest, requestId: string): Promise<HttpResponse> {
    const host = hosts.get('fixture')
    if (host === undefined) throw new Error(`the fixture does not run on ${kind}`)
    return host.request(toRequest(request, requestId))
  }

  test(`C10 [${kind}] a caller over the limit is told when to come back, and another is not concerned`, async () => {
    // The front doors of lambda share their functions, so each has callers of its own.
    const countAs = async (subject: string): Promise<HttpResponse> => {
      const token = await signToken({ subject: `${subject}-${kind}` })
      return call({ path: '/limits/count', headers: { authorization: `Bearer ${token}` } }, 'counted')
    }
    const answers: HttpResponse[] = []
    for (let time = 0; time < 5; time++) answers.push(await countAs('often'))
    const other = await countAs('seldom')

    assert.deepEqual(
      [...answers, other].map(({ status }) => status),
      [200, 200, 200, 200, 429, 200],
    )
    assert.deepEqual(
      answers.map((answer) => headerOf(answer, 'ratelimit')?.replace(/t=\d+/, 't=…')),
      [2, 1, 0, 0, 0].map((remaining) => `"default";r=${remaining};t=…`),
    )
    const [refused] = answers.slice(-1)
    assert.ok(refused)
    assert.equal(headerOf(refused, 'ratelimit-policy'), '"default";q=3;w=3600')
    assert.match(headerOf(refused, 'retry-after') ?? '', /^3[56]\d\d$/)
    assert.equal(headerOf(refused, 'content-type'), 'application/problem+json')
    assert.equal(JSON.parse(refused.body.toString()).type, '/docs/problems/too-many-requests')
  })

  test(`D05 [${kind}] the same Idempotency-Key again gets the first answer, and with another body is refused`, async () => {
    const order = (key: string, quantity: number, requestId: string): Promise<HttpResponse> =>
      call(
        { method: 'POST', path: '/limits/orders', headers: { 'Idempotency-Key': key }, json: { quantity } },
        requestId,
      )

    const first = await order(`key-${kind}`, 1, 'first')
    const second = await order(`"key-${kind}"`, 1, 'second')
    const other = await order(`key-${kind}`, 2, 'other')

    assert.equal(first.status, 201)
    assert.equal(JSON.parse(first.body.toString()).key, `key-${kind}`)
    assert.deepEqual({ status: second.status, body: second.body }, { status: first.status, body: first.body })
    const expected = without(first, 'x-request-id')
    assert.deepEqual(without(second, 'x-request-id', 'idempotency-replayed'), expected)
    assert.deepEqual(
      ['x-request-id', 'idempotency-replayed'].map((name) => headerOf(second, name)),
      ['second', 'true'],
    )
    assert.equal(headerOf(first, 'idempotency-replayed'), undefined)
    assert.equal(other.status, 422)
    assert.equal(JSON.parse(other.body.toString()).detail, 'This Idempotency-Key was used for another request.')
  })

  test(`D05 [${kind}] a refusal is repeated as it was, and a missing key is one`, async () => {
    const order = (headers: Record<string, string>, requestId: string): Promise<HttpResponse> =>
      call({ method: 'POST', path: '/limits/orders', headers, json: { quantity: 0 } }, requestId)

    const first = await order({ 'Idempotency-Key': `none-${kind}` }, 'first')
    const second = await order({ 'Idempotency-Key': `none-${kind}` }, 'second')
    const missing = await order({}, 'third')

    assert.deepEqual([first.status, second.status, missing.status], [422, 422, 400])
    assert.deepEqual(second.body, first.body)
    assert.equal(headerOf(second, 'idempotency-replayed'), 'true')
    assert.deepEqual(JSON.parse(missing.body.toString()).errors, [
      { in: 'header', pointer: '/idempotency-key', detail: 'is required' },
    ])
  })
}

const headerOf = ({ headers }: HttpResponse, wanted: string): string | undefined =>
  headers.find(([name]) => name === wanted)?.[1]

/** The headers of an answer that do not say when it was given, nor the names left out. */
const without = ({ headers }: HttpResponse, ...names: string[]): [string, string][] =>
  headers.filter(([name]) => name !== 'date' && !names.includes(name)).sort()
