/**
 * The real catalog behind a socket on which anything can go wrong. Imported before any handler: it sets the environment
 * that they read.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import type { ApplicationModule } from '../../../lib/hosts/application.ts'
import { startTokenIssuer } from '../../fakes/token-issuer.ts'

/** What becomes of a request: it is carried out; carried out and its answer lost; or never gets there. */
export type Fate = 'pass' | 'lose' | 'refuse'

type Decide = (call: string) => Fate | Promise<Fate>

let decide: Decide = () => 'pass'

/** What has been asked of the catalog, as `POST /catalog/reservations`. */
export const asked: string[] = []

/** From now on this decides what becomes of each request. */
export function letFate(decideNow: Decide): void {
  decide = decideNow
}

/** Holds the first request that fits, as a catalog does that is slow. `reached` tells that it is there. */
export function holdFirst(fits: (call: string) => boolean): { reached: Promise<void>; letGo: (fate?: Fate) => void } {
  const arrival = Promise.withResolvers<void>()
  const release = Promise.withResolvers<Fate>()
  let isHeld = false
  letFate((call) => {
    if (isHeld || !fits(call)) return 'pass'
    isHeld = true
    arrival.resolve()
    return release.promise
  })
  return { reached: arrival.promise, letGo: (fate = 'pass') => release.resolve(fate) }
}

const issuer = await startTokenIssuer()
const front = createServer(serve)
front.listen(0, '127.0.0.1')
await once(front, 'listening')
const base = `http://127.0.0.1:${(front.address() as AddressInfo).port}`

Object.assign(process.env, issuer.env, {
  ENV: 'test',
  LOG_LEVEL: 'silent',
  SERVICES: 'catalog',
  STORE_URL: process.env.STORE_URL ?? 'sqljs::memory:',
  CATALOG_URL: base,
})

const back = await startCatalog()
const backPort = (back.address() as AddressInfo).port

after(() => {
  issuer.close()
  for (const server of [front, back]) {
    server.closeAllConnections()
    server.close()
  }
})

async function startCatalog(): Promise<Server> {
  const { loadApplication } = await import('../../../lib/hosts/application.ts')
  const { createProcessServer } = await import('../../../lib/hosts/process-server.ts')
  const path = '../../../generated/app.js'
  const application = await loadApplication((await import(path)) as ApplicationModule)
  const { server } = createProcessServer(() => application)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function serve(from: IncomingMessage, to: ServerResponse): Promise<void> {
  const { method = '', url = '' } = from
  const call = `${method} ${url}`
  asked.push(call)
  const fate = await decide(call)
  if (fate === 'refuse') return void from.socket.destroy()
  const inner = request({ port: backPort, host: '127.0.0.1', method, path: url, headers: from.headers }, (answer) => {
    if (fate === 'lose') return void from.socket.destroy()
    to.writeHead(answer.statusCode ?? 500, answer.headers)
    answer.pipe(to)
  })
  from.pipe(inner)
}

/** A token of a buyer. */
export const { tokenOf } = issuer
