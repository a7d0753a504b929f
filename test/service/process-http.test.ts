import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { buildServer, type ProcessHost, startServer } from '../parity/hosts/process.ts'
import { openSocket, type RawResponse } from '../parity/hosts/raw-socket.ts'
import type { Workspace } from '../parity/hosts/workspace.ts'

/** The fixture's BODY_LIMIT. */
const limit = 65_536
const json = 'host: a\r\ncontent-type: application/json\r\n'

let workspace: Workspace
let host: ProcessHost

before(async () => {
  workspace = await buildServer('fixture')
  host = await startServer(workspace, { ENV: 'test' })
})

after(async () => {
  await host.stop()
  workspace.remove()
})

/** Asserts a problem that is whole: the document, and the headers that every answer has. */
function assertProblem({ status, headers, body }: RawResponse, code: string, expected: number): void {
  assert.equal(status, expected)
  assert.equal(headers['content-type'], 'application/problem+json')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['access-control-allow-origin'], '*')
  assert.equal(JSON.parse(body).type, `/docs/problems/${code}`)
  assert.equal(JSON.parse(body).status, expected)
}

async function assertAlive(): Promise<void> {
  const { status } = await host.request({ method: 'GET', target: '/fixture/note', headers: [] })
  assert.equal(status, 200)
}

for (const [name, bytes] of [
  ['a word', 'NONSENSE\r\n\r\n'],
  ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
  ['a header without a name', 'GET /fixture/note HTTP/1.1\r\nhost: a\r\n: x\r\n\r\n'],
  ['two lengths', `POST /fixture/bodies HTTP/1.1\r\n${json}content-length: 2\r\ncontent-length: 3\r\n\r\n{} `],
  [
    'a length beside chunks',
    `POST /fixture/bodies HTTP/1.1\r\n${json}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n`,
  ],
] as const) {
  test(`A07 what is not HTTP/1.1 is refused with a problem, and the process lives: ${name}`, async () => {
    const client = await openSocket(host.port)

    client.write(Buffer.from(bytes, 'latin1'))
    const response = await client.read()

    assertProblem(response, 'bad-request', 400)
    await client.closed
    await assertAlive()
  })
}

test('A07 a request without a host is refused with a problem', async () => {
  const client = await openSocket(host.port)

  client.write('GET /fixture/note HTTP/1.1\r\n\r\n')
  const response = await client.read()

  assertProblem(response, 'bad-request', 400)
  assert.equal(JSON.parse(response.body).detail, 'The request has no Host header.')
  client.close()
})

test('A07 a target in full, and HTTP/1.0, are HTTP', async () => {
  const client = await openSocket(host.port)

  client.write('GET http://example.com/fixture/query?count=1 HTTP/1.1\r\nhost: a\r\n\r\n')
  const full = await client.read()
  client.write('GET /fixture/note HTTP/1.0\r\n\r\n')
  const old = await client.read()

  assert.deepEqual(JSON.parse(full.body), { count: 1, limit: 20 })
  assert.equal(old.status, 200)
  await client.closed
})

test('A08 a body that comes byte by byte is put together exactly', async () => {
  const client = await openSocket(host.port)
  const body = Buffer.from(JSON.stringify({ name: 'Zoë 🎂' }))

  client.write(`POST /fixture/bodies HTTP/1.1\r\n${json}content-length: ${body.length}\r\n\r\n`)
  for (const byte of body) await new Promise<void>((sent) => client.socket.write(Uint8Array.of(byte), () => sent()))
  const response = await client.read()

  assert.deepEqual(JSON.parse(response.body).body, { name: 'Zoë 🎂' })
  client.close()
})

test('A08 a chunked body is put together exactly', async () => {
  const client = await openSocket(host.port)
  const chunks = ['{"na', 'me":"Zo', 'ë"}'].map((text) => Buffer.from(text))

  client.write(`POST /fixture/bodies HTTP/1.1\r\n${json}transfer-encoding: chunked\r\n\r\n`)
  for (const chunk of chunks) client.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`)
  client.write('0\r\n\r\n')
  const response = await client.read()

  assert.deepEqual(JSON.parse(response.body).body, { name: 'Zoë' })
  client.close()
})

test('A08 requests in one packet are answered in their order', async () => {
  const client = await openSocket(host.port)

  client.write(
    ['/fixture/wait?ms=50', '/fixture/numbers/1', '/fixture/numbers/2']
      .map((path) => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`)
      .join(''),
  )
  const responses = [await client.read(), await client.read(), await client.read()]

  assert.deepEqual(
    responses.map(({ body }) => JSON.parse(body)),
    [{ waited: 50 }, { count: 1 }, { count: 2 }],
  )
  client.close()
})

test('A09 a body whose length is announced is refused before it was read, and the client that sends all of it reads why', async () => {
  const client = await openSocket(host.port)
  const size = 4_000_000

  client.write(`POST /fixture/bodies HTTP/1.1\r\n${json}content-length: ${size}\r\n\r\n`)
  const response = await client.read()
  await new Promise<void>((sent) => client.socket.write(Buffer.alloc(size, 'x'), () => sent()))
  client.write('GET /fixture/numbers/1 HTTP/1.1\r\nhost: a\r\n\r\n')
  const next = await client.read()

  assertProblem(response, 'body-too-large', 413)
  assert.equal(JSON.parse(response.body).detail, `The body may have ${limit} bytes.`)
  assert.deepEqual(JSON.parse(next.body), { count: 1 })
  client.close()
})

test('A09 a chunked body is refused as soon as it is over the limit; a client that goes on sending reads why', async () => {
  const client = await openSocket(host.port)
  const chunk = `${(16_384).toString(16)}\r\n${'x'.repeat(16_384)}\r\n`
  let answered = false

  client.write(`POST /fixture/bodies HTTP/1.1\r\n${json}transfer-encoding: chunked\r\n\r\n`)
  const reading = client.read().finally(() => {
    answered = true
  })
  let sent = 0
  for (; !answered; sent++) await new Promise<void>((done) => client.socket.write(chunk, () => setImmediate(done)))
  for (let more = 0; more < 20; more++) await new Promise<void>((done) => client.socket.write(chunk, () => done()))
  const response = await reading

  assertProblem(response, 'body-too-large', 413)
  assert.ok(sent * 16_384 > limit)
  client.close()
  await assertAlive()
})

test('A09 a client that asks before it sends is told to go on', async () => {
  const client = await openSocket(host.port)

  client.write(`POST /fixture/bodies HTTP/1.1\r\n${json}expect: 100-continue\r\ncontent-length: 2\r\n\r\n`)
  const interim = await client.read()
  client.write('{}')
  const response = await client.read()

  assert.equal(interim.status, 100)
  assert.deepEqual(JSON.parse(response.body).body, {})
  client.close()
})

test('A09 a client that asks before it sends too much is refused, and need not send it', async () => {
  const client = await openSocket(host.port)

  client.write(`POST /fixture/bodies HTTP/1.1\r\n${json}expect: 100-continue\r\ncontent-length: 4000000\r\n\r\n`)
  const response = await client.read()

  assertProblem(response, 'body-too-large', 413)
  client.close()
})

test('A07 headers that are too large are refused', async () => {
  const client = await openSocket(host.port)

  client.write(`GET /fixture/note HTTP/1.1\r\nhost: a\r\nx-large: ${'x'.repeat(20_000)}\r\n\r\n`)
  const response = await client.read()

  assertProblem(response, 'headers-too-large', 431)
  await client.closed
  await assertAlive()
})

for (const [name, bytes] of [
  ['headers', 'GET /fixture/note HTTP/1.1\r\nhost: a\r\n'],
  ['a body', `POST /fixture/bodies HTTP/1.1\r\n${json}content-length: 10\r\n\r\n{"a"`],
  ['anything', ''],
] as const) {
  test(`A10 a client that never finishes ${name} is cut off, and others are served meanwhile`, async (t) => {
    const impatient = await startServer(workspace, { ENV: 'test', REQUEST_TIMEOUT_MS: '250' })
    t.after(() => impatient.stop())
    const client = await openSocket(impatient.port)

    client.write(bytes)
    const cutOff = client.read()
    const others = await Promise.all(
      [1, 2, 3].map((count) => impatient.request({ method: 'GET', target: `/fixture/numbers/${count}`, headers: [] })),
    )
    const response = await cutOff

    assertProblem(response, 'request-timeout', 408)
    await client.closed
    assert.deepEqual(
      others.map(({ status }) => status),
      [200, 200, 200],
    )
  })
}
