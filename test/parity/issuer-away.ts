import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { startIssuer } from '../fakes/issuer.ts'
import type { Host, HostKind, HttpResponse } from './hosts/host.ts'
import { toRequest } from './run-cases.ts'

/**
 * What a host does whose issuer has never answered: tokens cannot be checked, and nothing is carried out.
 *
 * @param start starts the fixture with these variables in place of its own
 */
export function testIssuerAway(kind: HostKind, start: (variables: Record<string, string>) => Promise<Host>): void {
  test(`C08 [${kind}] while the issuer's keys cannot be had, a call with a token is 503, and nothing of it is stored`, async (context) => {
    const issuer = await startIssuer(context)
    issuer.fault = 'down'
    const host = await start({ AUTH_ISSUER: issuer.url, AUTH_JWKS: '' })
    context.after(() => host.stop())
    const headers = {
      Authorization: `Bearer ${await issuer.sign({ scopes: ['access:write'] })}`,
      'Idempotency-Key': `away-${kind}`,
    }
    const keep = (text: string): Promise<HttpResponse> =>
      host.request(toRequest({ method: 'POST', path: '/access/notes', headers, json: { text } }, 'away'))
    /** Until the issuer is asked again: it is left alone for a second after a failure. */
    const keepSoon = async (text: string): Promise<HttpResponse> => {
      for (;;) {
        const answer = await keep(text)
        if (answer.status !== 503) return answer
        await setTimeout(50)
      }
    }

    const away = await keep('first')
    const asked = issuer.requests.length
    issuer.fault = undefined
    const back = await keepSoon('second')
    const again = await keep('second')

    const said = Object.fromEntries(away.headers)
    assert.deepEqual([away.status, said['retry-after'], said['content-type']], [503, '5', 'application/problem+json'])
    const { type, detail } = JSON.parse(away.body.toString())
    assert.deepEqual([type, detail], ['/docs/problems/service-unavailable', 'Tokens cannot be checked at the moment.'])
    assert.ok(asked > 0)
    // The key would be that of another request, had the first left anything.
    assert.deepEqual([back.status, JSON.parse(back.body.toString())], [201, { text: 'second', kept: 1 }])
    assert.deepEqual([again.status, again.body], [201, back.body])
    assert.equal(Object.fromEntries(again.headers)['idempotency-replayed'], 'true')
  })
}
