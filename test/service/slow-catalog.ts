import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A catalog that takes as long as a test wants. */
export interface SlowCatalog {
  url: string
  /**
   * Holds the first request of this method that says `about`, in its path or its body, for good: before the catalog gets
   * it, or when it has answered. Resolves once it is held.
   */
  hold: (at: 'request' | 'answer', method: string, about: string) => Promise<void>
  close: () => void
}

/** Puts itself in front of a catalog, so that somebody who calls it can be ended at a moment that is certain. */
export async function slowDown(catalog: string): Promise<SlowCatalog> {
  const holds: { at: 'request' | 'answer'; method: string; about: string; arrived: () => void }[] = []
  const server = createServer(async (from, to) => {
    const { method = '', url = '' } = from
    const body = await text(from)
    const found = holds.findIndex((hold) => hold.method === method && `${url} ${body}`.includes(hold.about))
    const [hold] = found < 0 ? [] : holds.splice(found, 1)
    if (hold?.at === 'request') return hold.arrived()
    const { authorization = '', 'content-type': type = 'application/json' } = from.headers
    const headers = { authorization, 'content-type': type }
    const answer = await fetch(`${catalog}${url}`, { method, headers, ...(body === '' ? {} : { body }) })
    const answered = await answer.text()
    if (hold !== undefined) return hold.arrived()
    to.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(answered)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (at, method, about) => new Promise((arrived) => holds.push({ at, method, about, arrived })),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
