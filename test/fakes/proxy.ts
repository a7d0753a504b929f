import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export interface Proxied {
  method: string
  /** Path and query, as the client has sent them. */
  target: string
  headers: IncomingMessage['headers']
}

/** What the client gets. */
export interface Relayed {
  status: number
  headers: IncomingMessage['headers']
  body: Buffer
}

export interface FrontProxy {
  /** With the prefix. */
  url: string
  requests: Proxied[]
  /** Where requests go, without a slash at its end; may be set later than the start. */
  upstream: string
  /** Changes an answer; `hang` gives none, though the upstream has answered. */
  alter: (request: Proxied, answer: Relayed) => Relayed | 'hang'
  /** Resolves once such a request has come. */
  received: (match: (request: Proxied) => boolean) => Promise<void>
}

/**
 * A proxy in front of a deployment: it remembers what passes, and changes it as a test says.
 *
 * @param prefix what it strips from each path, such as `/shop`
 */
export async function startProxy(test: Pick<TestContext, 'after'>, prefix = ''): Promise<FrontProxy> {
  const server = createServer((incoming, response) => {
    const proxied = { method: incoming.method ?? '', target: incoming.url ?? '', headers: incoming.headers }
    proxy.requests.push(proxied)
    server.emit('received')
    void relay(incoming, response, proxied)
  })
  const relay = async (incoming: IncomingMessage, response: ServerResponse, proxied: Proxied): Promise<void> => {
    const body = await readAll(incoming)
    const outgoing = request(`${proxy.upstream}${proxied.target.slice(prefix.length)}`, {
      method: proxied.method,
      headers: incoming.headers,
    })
    outgoing.end(body)
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    const { statusCode = 0, headers } = answer
    const altered = proxy.alter(proxied, { status: statusCode, headers, body: await readAll(answer) })
    if (altered === 'hang') return
    const { 'content-length': _length, 'transfer-encoding': _encoding, ...rest } = altered.headers
    response.writeHead(altered.status, rest).end(altered.body)
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  test.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const proxy: FrontProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    requests: [],
    upstream: '',
    alter: (_, answer) => answer,
    async received(match) {
      while (!proxy.requests.some(match)) await once(server, 'received')
    },
  }
  return proxy
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
