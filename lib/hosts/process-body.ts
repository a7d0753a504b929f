import type { IncomingMessage } from 'node:http'

/** How much more is read of a body that was refused, so that its client gets to read why: bytes, and ms. */
const drainBytes = 64 * 1024 * 1024
const drainMs = 5_000

/** Whether a request announces a body (RFC 9112, section 6.3). */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}

/**
 * Collects a body. Tells `done` undefined where it is over the limit: by its announced length before a byte of it was
 * read, else as soon as it is known. Tells nothing where the client goes away.
 */
export function readBody(request: IncomingMessage, limit: number, done: (body: Buffer | undefined) => void): void {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    drain(request)
    done(undefined)
    return
  }
  const chunks: Buffer[] = []
  let size = 0
  const onData = (chunk: Buffer): void => {
    size += chunk.length
    if (size <= limit) {
      chunks.push(chunk)
      return
    }
    request.off('data', onData)
    request.off('end', onEnd)
    drain(request)
    done(undefined)
  }
  const onEnd = (): void => done(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
  request.on('data', onData)
  request.on('end', onEnd)
}

/**
 * Reads on and throws away. To close while the client is still sending resets the connection, and most clients then
 * never see the answer; so we listen on, for a bounded time.
 */
export function drain(request: IncomingMessage): void {
  let left = drainBytes
  const timer = setTimeout(() => request.destroy(), drainMs).unref()
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) request.destroy()
  })
  request.on('close', () => clearTimeout(timer))
}
