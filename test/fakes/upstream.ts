import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

/** What an upstream does with one request. */
export type Behaviour =
  | { status: number; body?: unknown; type?: string; headers?: Record<string, string> }
  /** Takes the request and never answers. */
  | 'hang'
  /** Closes the connection without an answer. */
  | 'reset'
  | ((response: ServerResponse, request: ReceivedRequest) => void)

export interface ReceivedRequest {
  method: string
  target: string
  headers: IncomingHttpHeaders
  body: string
}

export interface Upstream {
  url: string
  /** Every request so far, in the order in which they came. */
  requests: ReceivedRequest[]
  /** What the next requests get, one after the other; the last one stays. */
  script: Behaviour[]
  /** Resolves once so many requests have come. */
  received: (count: number) => Promise<void>
  close: () => Promise<void>
}

/** A service over a real socket that behaves as a test says; gone when the test ends. */
export async function startUpstream(test: Pick<TestContext, 'after'>, script: Behaviour[]): Promise<Upstream> {
  const requests: ReceivedRequest[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const behaviour = upstream.script.length > 1 ? upstream.script.shift() : upstream.script[0]
    const body = Buffer.concat(chunks).toString('utf8')
    const received = { method: request.method ?? '', target: request.url ?? '', headers: request.headers, body }
    requests.push(received)
    server.emit('received')
    if (behaviour !== undefined) behave(behaviour, response, received)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const upstream: Upstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    script,
    async received(count) {
      while (requests.length < count) await once(server, 'received')
    },
    async close() {
      if (!server.listening) return
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
  test.after(() => upstream.close())
  return upstream
}

function behave(behaviour: Behaviour, response: ServerResponse, request: ReceivedRequest): void {
  if (behaviour === 'hang') return
  if (behaviour === 'reset') response.socket?.destroy()
  else if (typeof behaviour === 'function') behaviour(response, request)
  else {
    const { status, body, type = status < 400 ? 'application/json' : 'application/problem+json', headers } = behaviour
    response.writeHead(status, { ...(body === undefined ? {} : { 'content-type': type }), ...headers })
    response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body))
  }
}
