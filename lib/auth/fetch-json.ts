import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'

export interface FetchOptions {
  /** For the whole exchange, in ms. */
  timeoutMs: number
  /** In bytes. */
  largest: number
}

/**
 * Gets a JSON document by Node's own client, which costs a cold start 40 ms less than `fetch`. A redirect is not
 * followed: whoever could answer with one would choose where keys come from.
 *
 * @throws Error whose message names the address and says what was wrong
 */
export async function fetchJson(address: string, { timeoutMs, largest }: FetchOptions): Promise<unknown> {
  const text = await new Promise<string>((resolve, reject) => {
    const request = address.startsWith('https:') ? requestSecure : requestPlain
    const headers = { accept: 'application/json', 'accept-encoding': 'identity' }
    const sent = request(address, { headers, signal: AbortSignal.timeout(timeoutMs), agent: false }, (response) => {
      if (response.statusCode !== 200) {
        response.destroy()
        reject(new Error(`it answered ${response.statusCode}`))
        return
      }
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        chunks.push(chunk)
        if (size > largest) response.destroy(new Error(`it answered with more than ${largest} bytes`))
      })
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end()
  }).catch((cause: unknown) => {
    const { name, message } = cause as Error
    const reason = name === 'AbortError' || name === 'TimeoutError' ? `no answer within ${timeoutMs} ms` : message
    throw new Error(`${address}: ${reason}`, { cause })
  })
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`${address}: the answer is not JSON`, { cause })
  }
}
