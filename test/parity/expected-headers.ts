import { defaultSecurityHeaders } from '../../lib/endpoint/security-headers.ts'
import type { Case, Expected, SystemName } from './cases/case.ts'

type Lines = Record<string, string[]>

const exposed =
  'deprecation, etag, idempotency-replayed, link, location, ratelimit, ratelimit-policy, retry-after, sunset, x-request-id'

/** The fixture in production lets one origin read its answers; everywhere else any may. */
const cors: Record<SystemName, Record<string, string>> = {
  services: { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposed },
  fixture: { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposed },
  production: { vary: 'origin' },
}

/** Every header that an answer has, each with its lines: nothing may be missing, and nothing else may be there. */
export function expectedHeaders({ on = 'fixture' }: Case, expect: Expected, id: string): Lines {
  const type =
    expect.type ?? (expect.problem ? 'application/problem+json' : 'json' in expect ? 'application/json' : undefined)
  const headers: Record<string, string | string[] | undefined> = {
    ...defaultSecurityHeaders,
    ...cors[on],
    'x-request-id': id,
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(expect.problem === undefined ? {} : { 'cache-control': 'no-store' }),
    ...expect.headers,
  }
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat()]],
  )
  return Object.fromEntries(given) as Lines
}
