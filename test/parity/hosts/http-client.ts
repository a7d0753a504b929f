import { Agent, request as send } from 'node:http'
import type { HttpRequest, HttpResponse } from './host.ts'

/** How long a host may be silent, in ms. */
const patience = 60_000

const agent = new Agent({ keepAlive: true })

/** Sends a request as it is and collects the response as it comes. */
export function callServer(port: number, { method, target, headers, body }: HttpRequest): Promise<HttpResponse> {
  const lines = [['host', `127.0.0.1:${port}`], ...headers]
  if (body !== undefined) lines.push(['content-length', String(body.length)])
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path: target, headers: lines.flat() as never, agent }
    const call = send(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: pairs(response.rawHeaders), body: Buffer.concat(chunks) })
      })
    })
    call.on('error', reject)
    call.setTimeout(patience, () => call.destroy(new Error(`Nothing came for ${patience} ms.`)))
    call.end(body)
  })
}

function pairs(flat: string[]): [string, string][] {
  const headers: [string, string][] = []
  for (let at = 0; at < flat.length; at += 2) headers.push([(flat[at] ?? '').toLowerCase(), flat[at + 1] ?? ''])
  return headers
}
