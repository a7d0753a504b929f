import assert from 'node:assert/strict'
import type { Answer } from './answer.ts'
import { describeAnswer } from './expect.ts'
import { Skipped } from './recorder.ts'
import type { Wire } from './wire.ts'

export interface ClientCredentials {
  clientId: string
  clientSecret: string
}

export interface TokenSource {
  /** @throws Skipped where there is no client, or it may not have the scopes */
  get: (scopes: string) => Promise<string>
  /** @throws Skipped where there is none */
  credentials: () => ClientCredentials
}

export interface TokenOptions {
  /** The address of the deployment, without a slash at its end. */
  base: string
  credentials?: ClientCredentials | undefined
  /** The issuer that somebody has named; else it is at the deployment, where the contracts say. */
  issuer?: string | undefined
  /** `tokenUrl` of the contracts' client credentials flow, such as `/auth/token`. */
  tokenUrl?: string | undefined
}

/** The errors that say something of this client and these scopes only (RFC 6749, section 5.2). */
const notForThisClient = ['invalid_scope', 'unauthorized_client', 'access_denied']

/**
 * Tokens of one run, by client credentials (RFC 6749, section 4.4): one for each set of scopes. The token endpoint is
 * found by the issuer's metadata.
 */
export function createTokens(options: TokenOptions): (wire: Wire) => TokenSource {
  const { credentials } = options
  const tokens = new Map<string, Promise<string>>()
  let endpoint: Promise<string> | undefined

  const needCredentials = (what: string): ClientCredentials => {
    if (credentials === undefined)
      throw new Skipped(`it needs ${what}, and no client is named: SMOKE_CLIENT_ID and SMOKE_CLIENT_SECRET`)
    return credentials
  }

  return (wire) => ({
    credentials: () => needCredentials('a client'),
    async get(scopes) {
      const client = needCredentials(`a token${scopes === '' ? '' : ` (${scopes})`}`)
      const known = tokens.get(scopes)
      if (known !== undefined) return known
      endpoint ??= discover(wire, options)
      const token = endpoint.then((url) => requestToken(wire, url, client, scopes))
      tokens.set(scopes, token)
      token.catch((error: unknown) => {
        // What was answered stays so; where no answer came, the next one who needs a token asks again.
        if (error instanceof Skipped || error instanceof assert.AssertionError) return
        tokens.delete(scopes)
        endpoint = undefined
      })
      return token
    },
  })
}

async function requestToken(
  wire: Wire,
  endpoint: string,
  { clientId, clientSecret }: ClientCredentials,
  scope: string,
): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope === '' ? {} : { scope }) })
  // Both parts are form-encoded first (RFC 6749, section 2.3.1).
  const encode = (part: string): string => new URLSearchParams({ '': part }).toString().slice(1)
  const basic = Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')
  const answer = await wire.send({
    method: 'POST',
    target: endpoint,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form.toString(),
  })
  const error = member(answer, 'error')
  if (answer.status >= 400 && answer.status < 500 && notForThisClient.includes(String(error)))
    throw new Skipped(`the client ${clientId} gets no token for ${scope || 'itself'}: ${String(error)}`)
  assert.ok(answer.status === 200, `the client ${clientId} gets no token: ${describeAnswer(answer)}`)
  const token = member(answer, 'access_token')
  assert.ok(typeof token === 'string' && token !== '', 'the token endpoint has answered without an access_token')
  return token
}

/**
 * The token endpoint, from OpenID Connect Discovery (section 4) or RFC 8414 (section 3). The secret goes only to where
 * somebody has said: to the deployment itself, or to the issuer that was named.
 */
async function discover(wire: Wire, { base, issuer, tokenUrl }: TokenOptions): Promise<string> {
  const expected = (issuer ?? impliedIssuer(base, tokenUrl)).replace(/\/$/, '')
  const { origin, pathname } = new URL(expected)
  const places = [
    `${expected}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${pathname.replace(/\/$/, '')}`,
  ]
  let found: Answer | undefined
  for (const target of places) {
    const answer = await wire.send({ method: 'GET', target, headers: { accept: 'application/json' } })
    if (answer.status === 200 && typeof answer.body === 'object') {
      found = answer
      break
    }
  }
  assert.ok(found !== undefined, `there are no metadata of an issuer at ${expected}: name the issuer with --issuer`)
  const said = member(found, 'issuer')
  const endpoint = member(found, 'token_endpoint')
  assert.ok(typeof endpoint === 'string' && URL.canParse(endpoint), `${found.url} names no token_endpoint`)
  if (issuer !== undefined)
    assert.ok(String(said).replace(/\/$/, '') === expected, `${found.url} is of ${String(said)}`)
  else
    assert.ok(
      isSamePlace(new URL(endpoint), new URL(base)),
      `${found.url} sends clients elsewhere, to ${endpoint}: if the secret may go there, say --issuer ${String(said)}`,
    )
  return endpoint
}

function impliedIssuer(base: string, tokenUrl: string | undefined): string {
  assert.ok(tokenUrl !== undefined, 'no contract says where tokens come from: name the issuer with --issuer')
  const absolute = tokenUrl.startsWith('/') ? `${base}${tokenUrl}` : tokenUrl
  return absolute.replace(/\/[^/]*$/, '')
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** `localhost` and `127.0.0.1` are one place. */
function isSamePlace(one: URL, other: URL): boolean {
  const host = ({ hostname }: URL): string => (loopback.includes(hostname) ? 'loopback' : hostname)
  return one.protocol === other.protocol && one.port === other.port && host(one) === host(other)
}

function member({ body }: Answer, name: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
}
