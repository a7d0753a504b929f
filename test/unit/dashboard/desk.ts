import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { dashboardEndpoints } from '../../../lib/dashboard/dashboard.ts'
import type { Recorder } from '../../../lib/dashboard/recorder.ts'
import type { EndpointHandler } from '../../../lib/endpoint/exchange.ts'
import { createRouter } from '../../../lib/hosts/router.ts'
import { eventOf, type FakeRequest } from '../../fakes/event.ts'

process.env.ENV = 'dev'
process.env.STORE_URL = 'sqljs::memory:'
process.env.LOG_LEVEL = 'silent'

type Services = Parameters<typeof dashboardEndpoints>[0]['services']

export interface Desk {
  recorder: Recorder
  /** Asks the dashboard from this machine. */
  ask: (
    request: FakeRequest & { from?: string },
  ) => Promise<{ status: number; headers: Record<string, string>; text: string }>
  /** The same, for JSON. */
  read: <Body>(path: string, query?: string) => Promise<Body>
}

/** A dashboard with its recorder, as a host has them; both end with the test. */
export async function openDesk(
  context: Pick<TestContext, 'after'>,
  services: Services = [],
  hosts: readonly string[] = [],
): Promise<Desk> {
  const { dashboardEndpoints } = await import('../../../lib/dashboard/dashboard.ts')
  const { startRecorder } = await import('../../../lib/dashboard/recorder.ts')
  const recorder = startRecorder()
  context.after(recorder.stop)
  const router = createRouter<EndpointHandler>()
  const app = { release: { version: '1.2.3', commit: 'unknown' }, services }
  for (const { operation, handler } of dashboardEndpoints(app, process.cwd(), recorder, hosts))
    router.add(operation.method, operation.path, handler)

  const ask: Desk['ask'] = async ({ from = '127.0.0.1', ...request }) => {
    const { path = '/-/dev', method = 'GET' } = request
    const match = router.match(path)
    assert.ok(match !== undefined && match !== 'malformed', path)
    const event = eventOf({ ...request, headers: { host: 'localhost:3000', ...request.headers } })
    event.requestContext.http.sourceIp = from
    if (match.params !== undefined) event.pathParameters = match.params
    const handler = match.methods[method]
    assert.ok(handler, `${method} ${path}`)
    const { statusCode, headers, body = '' } = await handler(event, {})
    return { status: statusCode, headers, text: body }
  }
  const read: Desk['read'] = async (path, query = '') => {
    const { status, text } = await ask({ path: `/-/dev/${path}`, query })
    assert.equal(status, 200, text)
    return JSON.parse(text)
  }
  return { recorder, ask, read }
}
