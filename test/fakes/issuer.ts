import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import type { JWK } from 'jose'
import { signToken, type TestToken } from './tokens.ts'

/** What is wrong with it: connections are cut, never answered, or answered with what must not be taken. */
export type IssuerFault = 'down' | 'silent' | 'failing' | 'of another issuer' | 'oversized' | 'redirecting' | 'not JSON'

export interface FakeIssuer {
  /** Its `AUTH_ISSUER`. */
  url: string
  /** The private keys whose public parts it publishes; the first signs. */
  keys: JWK[]
  fault: IssuerFault | undefined
  /** The paths that were asked for so far. */
  requests: string[]
  sign: (token?: TestToken) => Promise<string>
}

/** Makes a private key. */
export function makeKey(kid: string, alg: 'ES256' | 'RS256' | 'EdDSA' = 'ES256'): JWK {
  const { privateKey } =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : alg === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ed25519')
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), kid, alg, use: 'sig' }
}

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi']

/** The public part of a key. */
export const toPublic = (key: JWK): JWK =>
  Object.fromEntries(Object.entries(key).filter(([name]) => !privateMembers.includes(name))) as JWK

/** Starts an issuer of tokens on a socket: OpenID Connect Discovery and a key set. Ends with the test. */
export async function startIssuer(test: Pick<TestContext, 'after'>, path = ''): Promise<FakeIssuer> {
  const server = createServer((request, response) => {
    issuer.requests.push(request.url ?? '')
    const { fault } = issuer
    if (fault === 'silent') return
    if (fault === 'down') return void request.socket.destroy()
    if (fault === 'redirecting') return void response.writeHead(302, { location: `${issuer.url}/elsewhere` }).end()
    // With the right documents all the same: only the status says it.
    if (fault === 'failing') response.statusCode = 500
    if (fault === 'not JSON') return void response.end('<html>')
    if (request.url === `${path}/.well-known/openid-configuration`) return discovery(issuer, response)
    if (request.url === `${path}/keys`) return keySet(issuer, response)
    response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  test.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
  const issuer: FakeIssuer = {
    url,
    keys: [makeKey('key-1')],
    fault: undefined,
    requests: [],
    sign: (token) => signToken({ issuer: url, key: issuer.keys[0] as JWK, ...token }),
  }
  return issuer
}

function discovery({ url, fault }: FakeIssuer, response: ServerResponse): void {
  const issuer = fault === 'of another issuer' ? 'https://other.example.com' : url
  response.end(JSON.stringify({ issuer, jwks_uri: `${url}/keys` }))
}

function keySet({ keys, fault }: FakeIssuer, response: ServerResponse): void {
  const padding = fault === 'oversized' ? { padding: 'x'.repeat(300 * 1024) } : {}
  response.end(JSON.stringify({ keys: keys.map(toPublic), ...padding }))
}
