import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface RawResponse {
  status: number
  headers: Record<string, string>
  body: string
}

/** A client that writes bytes as it likes, and reads whole responses. */
export interface RawSocket {
  socket: Socket
  write: (bytes: string | Uint8Array) => void
  /** The next response, interim ones (1xx) included; rejects where the connection ends before. */
  read: () => Promise<RawResponse>
  /** Waits until the other side has closed. */
  closed: Promise<unknown>
  close: () => void
}

/** How long a connection may be silent, in ms: a host that never answers must not hold up the tests. */
const patience = 60_000

export async function openSocket(port: number): Promise<RawSocket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.setTimeout(patience, () => socket.destroy(new Error(`Nothing came for ${patience} ms.`)))
  let buffer = Buffer.alloc(0)
  let failure: Error | undefined
  let wake = (): void => {}
  socket.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk])
    wake()
  })
  socket.on('error', (error) => {
    failure = error
  })
  const closed = new Promise((resolve) => socket.on('close', resolve))
  void closed.then(() => {
    failure ??= new Error('The connection has ended.')
    wake()
  })

  const read = async (): Promise<RawResponse> => {
    for (;;) {
      const found = parse(buffer)
      if (found !== undefined) {
        buffer = buffer.subarray(found.length)
        return found.response
      }
      if (failure !== undefined) throw new Error(`${failure.message} So far: ${buffer}`)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return { socket, write: (bytes) => socket.write(bytes), read, closed, close: () => socket.destroy() }
}

/** The first response in the buffer, once it is there as a whole; its body by Content-Length. */
function parse(buffer: Buffer): { response: RawResponse; length: number } | undefined {
  const end = buffer.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [first = '', ...lines] = buffer.subarray(0, end).toString().split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => line.split(/: (.*)/s, 2)).map(([name = '', value = '']) => [name.toLowerCase(), value]),
  )
  const length = end + 4 + Number(headers['content-length'] ?? 0)
  if (buffer.length < length) return undefined
  const response = { status: Number(first.split(' ')[1]), headers, body: buffer.subarray(end + 4, length).toString() }
  return { response, length }
}

/** Waits until nobody takes a new connection. */
export async function untilRefused(port: number): Promise<void> {
  for (;;) {
    try {
      const client = await openSocket(port)
      client.close()
    } catch {
      return
    }
  }
}
