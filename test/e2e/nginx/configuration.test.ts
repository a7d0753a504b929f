import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { type ProblemCode, problems } from '../../../lib/problem/table.ts'
import { openSocket } from '../../parity/hosts/raw-socket.ts'
import { configuration, freePort, type Nginx, skip, startNginx, upstreams } from './nginx.ts'

/** What a service got, as it answers it. */
interface Echo {
  upstream: string
  method: string
  target: string
  headers: Record<string, string>
  /** The service's end of the connection. */
  connection: number
  bytes: number
}

const servers: Server[] = []
let nginx: Nginx

/** A service that says what it got; `/…/slow` never answers, `/…/busy` is 503, `/…/large` compresses well. */
async function startEcho(upstream: string): Promise<number> {
  const server = createServer((incoming, response) => void echo(upstream, incoming, response))
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function echo(upstream: string, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url: target = '', headers, socket } = incoming
  let bytes = 0
  for await (const chunk of incoming) bytes += (chunk as Buffer).length
  if (target.endsWith('/slow')) return
  if (target.endsWith('/busy')) {
    response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '7' })
    response.end('{"type":"/docs/problems/service-unavailable","detail":"of the service"}')
    return
  }
  const filler = target.endsWith('/large') ? { filler: 'x'.repeat(5_000) } : {}
  response.writeHead(200, { 'content-type': 'application/json', etag: '"7"' })
  response.end(JSON.stringify({ upstream, method, target, headers, connection: socket.remotePort, bytes, ...filler }))
}

async function call(path: string, init: RequestInit = {}): Promise<Echo> {
  const response = await fetch(`${nginx.base}${path}`, init)
  assert.equal(response.status, 200, `${path}: ${await response.clone().text()}`)
  return (await response.json()) as Echo
}

interface ProblemAnswer {
  status: number
  headers: Headers
  body: { type: string; title: string; status: number; requestId: string }
}

async function fail(path: string, init: RequestInit = {}, base = nginx.base): Promise<ProblemAnswer> {
  const response = await fetch(`${base}${path}`, init)
  assert.equal(response.headers.get('content-type'), 'application/problem+json')
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as ProblemAnswer['body'],
  }
}

describe('nginx with env/nginx.conf', { skip }, () => {
  before(async () => {
    const ports: Record<string, number> = {}
    for (const name of upstreams) ports[name] = await startEcho(name)
    // Nobody is there.
    ports.time = await freePort()
    nginx = await startNginx(ports)
  })

  after(async () => {
    await nginx?.stop()
    for (const server of servers) {
      server.close()
      server.closeAllConnections()
    }
  })

  for (const [path, upstream] of [
    ['/addition', 'addition'],
    ['/auth', 'auth'],
    ['/auth/token', 'auth'],
    ['/authors', 'docs'],
    ['/.well-known/oauth-authorization-server/auth', 'auth'],
    ['/.well-known/openid-configuration/auth', 'auth'],
    ['/catalog/products', 'catalog'],
    ['/catalogue', 'docs'],
    ['/colors/red', 'colors'],
    ['/hello/Ada', 'hello'],
    ['/orders', 'orders'],
    ['/docs/problems', 'docs'],
    ['/metrics-of-mine', 'docs'],
    ['/', 'docs'],
  ] as const) {
    test(`${path} is for ${upstream}`, async () => {
      assert.equal((await call(path)).upstream, upstream)
    })
  }

  for (const path of [
    '/metrics',
    '/metrics/',
    '/health/live',
    '/health/ready',
    '//metrics',
    '/%6detrics',
    '/docs/../health/ready',
  ]) {
    test(`${path} is for those who watch the processes: from outside there is no such resource`, async () => {
      const socket = await openSocket(nginx.port)
      socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`)

      const response = await socket.read()

      assert.equal(response.status, 404)
      assert.equal(response.headers['content-type'], 'application/problem+json')
      const { type, title } = JSON.parse(response.body) as { type: string; title: string }
      assert.deepEqual([type, title], ['/docs/problems/not-found', problems['not-found'].title])
    })
  }

  test('the path and the query get to the service as they were sent', async () => {
    const target = '/catalog/products/a%2Fb%20c?category=lamps%26more&x=%C3%A4'

    assert.equal((await call(target)).target, target)
  })

  test('the service learns who the client is from nginx, and not from what the client says of itself', async () => {
    const { headers } = await call('/hello', {
      headers: {
        'x-forwarded-for': '203.0.113.9',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'evil.example',
        forwarded: 'for=203.0.113.9',
      },
    })

    assert.equal(headers['x-forwarded-for'], '127.0.0.1')
    assert.equal(headers['x-forwarded-proto'], 'http')
    assert.equal(headers['x-forwarded-host'], `127.0.0.1:${nginx.port}`)
    assert.equal(headers.host, `127.0.0.1:${nginx.port}`)
    assert.equal(headers.forwarded, undefined)
  })

  test("a client's request id is passed on, and is in the log", async () => {
    const { headers } = await call('/hello?secret=1', { headers: { 'x-request-id': 'mine/1.2=3' } })

    assert.equal(headers['x-request-id'], 'mine/1.2=3')
    const lines = nginx
      .log()
      .split('\n')
      .filter((line) => line.includes('mine/1.2=3'))
    const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.deepEqual(
      logged.map(({ method, path, status }) => [method, path, status]),
      [['GET', '/hello', 200]],
    )
  })

  test('without an id, or with one that is not safe to log, a request gets one from nginx', async () => {
    const without = await call('/hello')
    const unsafe = await call('/hello', { headers: { 'x-request-id': 'a","b":"c' } })
    const failed = await fail('/time', { headers: { 'x-request-id': 'a","b":"c' } })

    assert.match(without.headers['x-request-id'] ?? '', /^[0-9a-f]{32}$/)
    assert.match(unsafe.headers['x-request-id'] ?? '', /^[0-9a-f]{32}$/)
    assert.match(failed.body.requestId, /^[0-9a-f]{32}$/)
  })

  test('connections to a service are kept', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const connections = new Set<number>()
    for (let count = 0; count < 5; count++) {
      const outgoing = request(`${nginx.base}/hello`, { agent }).end()
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
      connections.add((JSON.parse(Buffer.concat(await response.toArray()).toString()) as Echo).connection)
    }
    agent.destroy()

    assert.equal(connections.size, 1)
  })

  test("a service's own error goes out as it is", async () => {
    const { status, headers, body } = await fail('/orders/busy')

    assert.equal(status, 503)
    assert.equal(headers.get('retry-after'), '7')
    assert.deepEqual(body, { type: '/docs/problems/service-unavailable', detail: 'of the service' })
  })

  test('where a service is down, nginx answers with a problem that says when to try again', async () => {
    const { status, headers, body } = await fail('/time', { headers: { 'x-request-id': 'req-1' } })

    assert.equal(status, 502)
    assert.deepEqual(body, {
      type: '/docs/problems/bad-gateway',
      title: problems['bad-gateway'].title,
      status: 502,
      requestId: 'req-1',
    })
    assert.equal(headers.get('x-request-id'), 'req-1')
    assert.equal(headers.get('retry-after'), '1')
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal((await call('/hello')).upstream, 'hello')
  })

  test('where a service does not answer in time, nginx answers with a problem', async (context) => {
    const hello = await startEcho('hello')
    const all = Object.fromEntries(upstreams.map((name) => [name, hello]))
    const edit = (text: string): string => text.replace('proxy_read_timeout 32s', 'proxy_read_timeout 100ms')
    const impatient = await startNginx(all, { edit })
    context.after(impatient.stop)

    const { status, body } = await fail('/hello/slow', {}, impatient.base)

    assert.deepEqual([status, body.type], [504, '/docs/problems/timeout'])
  })

  test('a body of 1 MiB gets through, and one byte more is refused with a problem, with and without its length', async () => {
    const limit = 1_048_576
    const largest = await call('/hello', { method: 'POST', body: Buffer.alloc(limit) })
    const withLength = await fail('/hello', { method: 'POST', body: Buffer.alloc(limit + 1) })
    const body = new Blob([Buffer.alloc(limit + 1)]).stream()
    const chunked = await fail('/hello', { method: 'POST', body, duplex: 'half' })

    assert.equal(largest.bytes, limit)
    for (const { status, body } of [withLength, chunked])
      assert.deepEqual([status, body.type], [413, '/docs/problems/body-too-large'])
  })

  for (const [name, text, status, code] of [
    [
      'headers of more than 16 KB',
      `GET /hello HTTP/1.1\r\nhost: a\r\nx-long: ${'x'.repeat(17_000)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
    ['a path of more than 16 KB', `GET /${'x'.repeat(17_000)} HTTP/1.1\r\nhost: a\r\n\r\n`, 431, 'headers-too-large'],
    ['what is not HTTP', 'HELLO\r\n\r\n', 400, 'bad-request'],
    ['two Host headers', 'GET /hello HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n', 400, 'bad-request'],
  ] as const) {
    test(`${name}: a problem with ${status}`, async () => {
      const socket = await openSocket(nginx.port)
      socket.write(text)

      const response = await socket.read()

      assert.equal(response.status, status)
      assert.equal(response.headers['content-type'], 'application/problem+json')
      assert.equal((JSON.parse(response.body) as { type: string }).type, `/docs/problems/${code}`)
    })
  }

  test('JSON is compressed, and the entity tag that comes back weak gets to the service as the strong one it was', async () => {
    const response = await fetch(`${nginx.base}/catalog/large`, { headers: { 'accept-encoding': 'gzip' } })
    await response.body?.cancel()
    const etag = response.headers.get('etag') ?? ''

    const { headers } = await call('/catalog/products/lamp', { method: 'PUT', headers: { 'if-match': etag } })
    const several = await call('/catalog/products/lamp', { headers: { 'if-match': '"1", W/"2"' } })

    assert.equal(response.headers.get('content-encoding'), 'gzip')
    assert.match(response.headers.get('vary') ?? '', /accept-encoding/i)
    assert.equal(etag, 'W/"7"')
    assert.equal(headers['if-match'], '"7"')
    assert.equal(several.headers['if-match'], '"1", W/"2"')
  })

  test('what the authorization server says is not compressed', async () => {
    const response = await fetch(`${nginx.base}/auth/large`, { headers: { 'accept-encoding': 'gzip' } })
    await response.body?.cancel()

    assert.equal(response.headers.get('content-encoding'), null)
  })
})

test('the problems of env/nginx.conf are those of the kit', () => {
  const read = (name: string): [string, string][] => {
    const [, lines = ''] = new RegExp(`map \\$status \\$${name} \\{([^}]*)\\}`).exec(configuration) ?? []
    return [...lines.matchAll(/^ *(\d+) "?(.*?)"?;$/gm)].map(([, status = '', value = '']) => [status, value])
  }
  const codes = read('problem_code') as [string, ProblemCode][]

  assert.ok(codes.length > 5)
  assert.deepEqual(
    codes.map(([status, code]) => [status, problems[code].title]),
    read('problem_title'),
  )
  for (const [status, code] of codes) assert.equal(problems[code].status, Number(status))
})
