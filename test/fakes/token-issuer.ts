import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signToken, testIssuer } from './tokens.ts'

/** An issuer that gives every client the scopes it asks for. */
export interface TokenIssuer {
  url: string
  /** What a process needs to take its tokens, and to get some for itself. */
  env: Record<string, string>
  /** A token of a user. */
  tokenOf: (subject: string, ...scopes: string[]) => Promise<string>
  close: () => void
}

/** Starts an issuer with a token endpoint (client credentials), on any free port; its keys are pinned in `env`. */
export async function startTokenIssuer(): Promise<TokenIssuer> {
  const server = createServer(async (request, response) => {
    const send = (body: object): void => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (request.url === '/.well-known/openid-configuration')
      return send({ issuer: url, token_endpoint: `${url}/token`, jwks_uri: `${url}/keys` })
    let form = ''
    for await (const chunk of request) form += chunk
    const scope = new URLSearchParams(form).get('scope') ?? ''
    const [client = ''] = Buffer.from(request.headers.authorization?.slice('Basic '.length) ?? '', 'base64')
      .toString()
      .split(':')
    const token = await signToken({ scopes: scope.split(' '), subject: client, clientId: client, issuer: url })
    send({ access_token: token, token_type: 'Bearer', expires_in: 3600, scope })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    env: { ...testIssuer, AUTH_ISSUER: url, AUTH_CLIENT_ID: 'orders', AUTH_CLIENT_SECRET: 'secret' },
    tokenOf: (subject, ...scopes) => signToken({ subject, scopes, issuer: url, lifetime: 7 * 24 * 3600 }),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
