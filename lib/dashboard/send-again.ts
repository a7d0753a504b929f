import { request } from 'node:http'
import { kitSettings } from '../config/kit.ts'

export interface SentRequest {
  method: string
  /** Path and query, as they are to stand in the request line. */
  target: string
  headers: Readonly<Record<string, string>>
  body: Buffer | undefined
}

/** A little longer than a handler may take. */
const patience = 35_000

/**
 * Sends a request to this process over its own port, as its clients do, and waits for the end of the answer. What the
 * answer was, the recorder knows.
 */
export function sendAgain({ method, target, headers, body }: SentRequest): Promise<void> {
  const { HOST, PORT } = kitSettings()
  const host = HOST === '' || HOST === '0.0.0.0' || HOST === '::' ? 'localhost' : HOST
  const length = body === undefined ? {} : { 'content-length': String(body.byteLength) }
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patience)
    const options = { host, port: PORT, method, path: target, agent: false as const, signal }
    const sent = request({ ...options, headers: { ...headers, ...length } }, (response) => {
      response.on('error', reject)
      response.on('end', resolve)
      response.resume()
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
