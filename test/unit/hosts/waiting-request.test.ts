import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { EndpointEvent, EndpointHandler, EndpointResult } from '../../../lib/endpoint/exchange.ts'
import type { Application } from '../../../lib/hosts/application.ts'
import { notWatched, type Overload } from '../../../lib/hosts/overload.ts'
import { createRouter } from '../../../lib/hosts/router.ts'

process.env.ENV = 'test'
const { createProcessServer } = await import('../../../lib/hosts/process-server.ts')

const reply = (statusCode: number): EndpointResult => ({ statusCode, headers: {}, body: '' })

/** A server in an overload that answers `/work`, and always `/probe`. */
async function startBusyServer(context: TestContext, overload: Partial<Overload>) {
  const worked: string[] = []
  const work: EndpointHandler = (event: EndpointEvent) => {
    worked.push(event.rawQueryString)
    return reply(200)
  }
  const probe: EndpointHandler = () => reply(204)
  const router = createRouter<EndpointHandler>()
  router.add('GET', '/work', work)
  router.add('GET', '/probe', probe)
  const application: Application = {
    services: [],
    endpoints: [],
    router,
    fallback: () => reply(404),
    whenBusy: (handler) => (handler === probe ? handler : () => reply(503)),
    whenTooLarge: (handler) => handler,
    recoveries: [],
    checks: [],
  }
  const { server } = createProcessServer(() => application, {
    ...notWatched,
    isOverloaded: () => true,
    ...overload,
  })
  const agent = new Agent({ keepAlive: true })
  context.after(() => {
    agent.destroy()
    server.close()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const ask = async (path: string): Promise<number | undefined> => {
    const [response] = (await once(get({ host: '127.0.0.1', port, path, agent }), 'response')) as [IncomingMessage]
    response.resume()
    return response.statusCode
  }
  return { server, worked, ask }
}

test('a request that waits is answered', async (context) => {
  const { ask, worked } = await startBusyServer(context, {})

  assert.equal(await ask('/work?first'), 200)
  assert.deepEqual(worked, ['first'])
})

test('one that has waited for too long is refused and counted, and a probe is not', async (context) => {
  let refused = 0
  const { ask, worked } = await startBusyServer(context, { limitMs: -1, countRefusal: () => refused++ })

  assert.deepEqual([await ask('/work?first'), await ask('/probe')], [503, 204])
  assert.deepEqual([worked, refused], [[], 1])
})

test('one whose client has gone meanwhile is not worked for', async (context) => {
  const { server, ask, worked } = await startBusyServer(context, {})
  server.on('request', (request) => {
    if (request.url === '/work?gone') request.socket.destroy()
  })

  await assert.rejects(ask('/work?gone'), { code: 'ECONNRESET' })

  assert.equal(await ask('/work?stays'), 200)
  assert.deepEqual(worked, ['stays'])
})
