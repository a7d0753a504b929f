import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cases } from './cases/all.ts'
import type { CaseRequest, SystemName } from './cases/case.ts'
import { checkResponse } from './check-response.ts'
import type { Host, HostKind, HttpRequest } from './hosts/host.ts'

/**
 * Makes a test of every case that is for a host.
 *
 * @param hosts where each system runs; filled in before the first test starts
 */
export function testCases(kind: HostKind, hosts: ReadonlyMap<SystemName, Host>): void {
  for (const [number, tested] of cases.entries()) {
    const { id, name, on = 'fixture', only } = tested
    if (only !== undefined && !only.includes(kind)) continue
    test(`${id} [${kind}] ${name}`, async () => {
      const host = hosts.get(on)
      if (host === undefined) throw new Error(`${on} does not run on ${kind}`)
      const requestId = `${id}-${number}`
      const expect = tested.differs?.[kind]?.expect ?? tested.expect

      const response = await host.request(toRequest(tested.request, requestId))

      checkResponse(tested, expect, requestId, response)
      const { log } = expect
      if (log !== undefined) {
        await host.logged((line) => line.requestId === requestId && line.level === log.level && line.msg === log.msg)
      }
    })
  }
}

/** Answers of calls under way at once do not mix. */
export function testConcurrency(kind: HostKind, hosts: ReadonlyMap<SystemName, Host>): void {
  test(`A06 [${kind}] fifty requests at once get each its own answer`, async () => {
    const bodies = Array.from({ length: 50 }, (_, number) => ({ number, padding: 'x'.repeat(number * 50) }))

    const responses = await Promise.all(
      bodies.map((json, number) =>
        hosts
          .get('fixture')
          ?.request(toRequest({ method: 'POST', path: '/fixture/bodies', json }, `at-once-${number}`)),
      ),
    )

    assert.deepEqual(
      responses.map((response) => JSON.parse(response?.body.toString() ?? '')),
      bodies.map((body) => ({ body, polluted: null })),
    )
    assert.deepEqual(
      responses.map((response) => response?.headers.find(([name]) => name === 'x-request-id')?.[1]),
      bodies.map((_, number) => `at-once-${number}`),
    )
  })
}

/** A request as a host takes it, with an id unless it has one. */
export function toRequest(
  { method = 'GET', path, headers = {}, body, json }: CaseRequest,
  requestId: string,
): HttpRequest {
  const given = Array.isArray(headers) ? [...headers] : Object.entries(headers)
  if (!given.some(([name]) => name === 'x-request-id')) given.push(['x-request-id', requestId])
  if (json !== undefined) given.push(['content-type', 'application/json'])
  const bytes = json === undefined ? body : JSON.stringify(json)
  return { method, target: path, headers: given, body: bytes === undefined ? undefined : Buffer.from(bytes) }
}
