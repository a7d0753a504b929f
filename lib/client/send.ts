import type { Agent, IncomingMessage } from 'node:http'

export interface WireRequest {
  method: string
  url: URL
  headers: Readonly<Record<string, string>>
  body?: string | Uint8Array | undefined
  signal?: AbortSignal
}

export interface WireResponse {
  status: number
  /** Names in lower case; a repeated header is joined by commas (RFC 9110, section 5.3). */
  headers: Readonly<Record<string, string>>
  body: Buffer
}

/** The largest body that is read, in bytes. */
const bodyLimit = 10_485_760

/** Connections are kept: a call over one costs a fraction of what a new one, or `fetch`, costs. */
const agents = new Map<string, Agent>()

/**
 * Sends a request over node:http or node:https and reads the whole answer. Nothing is followed, decompressed or cached.
 *
 * @throws the error of the connection; the signal's, when it is aborted; RangeError where the answer is above 10 MB
 */
export function send({ method, url, headers, body, signal }: WireRequest): Promise<WireResponse> {
  const secure = url.protocol === 'https:'
  // An ES import would read every export of the module, and with that load undici (35 ms of a cold start).
  const { request } = secure ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http')
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const length = bytes === undefined ? {} : { 'content-length': String(bytes.byteLength) }
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, agent: agentOf(secure), headers: { ...headers, ...length }, ...(signal ? { signal } : {}) },
      (incoming) => readAll(incoming).then(resolve, reject),
    )
    outgoing.on('error', reject)
    outgoing.end(bytes)
  })
}

function agentOf(secure: boolean): Agent {
  const name = secure ? 'node:https' : 'node:http'
  const known = agents.get(name)
  if (known !== undefined) return known
  const { Agent } = secure ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http')
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 50 })
  agents.set(name, agent)
  return agent
}

async function readAll(incoming: IncomingMessage): Promise<WireResponse> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > bodyLimit) throw new RangeError(`The body has more than ${bodyLimit} bytes.`)
    chunks.push(chunk)
  }
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headersDistinct)) if (value) headers[name] = value.join(', ')
  return { status: incoming.statusCode ?? 0, headers, body: Buffer.concat(chunks) }
}
