import { createHash, randomBytes, randomUUID, scryptSync } from 'node:crypto'
import type { EndpointHandler } from '../../../lib/endpoint/exchange.ts'
import { eventOf } from '../../fakes/event.ts'

export const issuer = 'https://shop.example.com/auth'

Object.assign(process.env, {
  ENV: 'test',
  LOG_LEVEL: 'silent',
  PUBLIC_URL: 'https://shop.example.com',
  RATE_LIMITS: 'off',
  AUTH_ISSUER: issuer,
  AUTH_AUDIENCE: 'twelvefold',
  AUTH_ERASE_AT: 'orders',
  // Nobody listens there.
  ORDERS_URL: 'http://127.0.0.1:9',
  AUTH_CLIENTS: JSON.stringify([
    {
      clientId: 'web',
      name: 'Web <shop>',
      redirectUris: ['https://web.example.com/callback', 'https://web.example.com/other?tenant=1'],
      postLogoutRedirectUris: ['https://web.example.com/bye'],
      grants: ['authorization_code', 'refresh_token'],
      scopes: ['openid', 'profile', 'email', 'offline_access', 'account', 'orders:read'],
    },
    {
      clientId: 'trusted',
      name: 'Our own',
      secret: 'a secret: with/odd+signs %',
      redirectUris: ['https://own.example.com/callback'],
      grants: ['authorization_code', 'refresh_token'],
      scopes: ['openid', 'offline_access', 'orders:read'],
      trusted: true,
    },
    {
      clientId: 'native',
      redirectUris: ['http://127.0.0.1:*/callback', 'http://[::1]:*/callback'],
      grants: ['authorization_code'],
      scopes: ['openid'],
      trusted: true,
    },
    {
      clientId: 'machine',
      secret: 'another secret of a machine',
      grants: ['client_credentials'],
      scopes: ['catalog:reserve', 'orders:erase'],
    },
  ]),
})
process.env.STORE_URL ??= 'sqljs::memory:'

const handlers = {
  authorize: () => import('../../../functions/auth/authorize.ts'),
  decideAuthorization: () => import('../../../functions/auth/decide-authorization.ts'),
  showLogin: () => import('../../../functions/auth/show-login.ts'),
  login: () => import('../../../functions/auth/login.ts'),
  showRegistration: () => import('../../../functions/auth/show-registration.ts'),
  register: () => import('../../../functions/auth/register.ts'),
  showLogout: () => import('../../../functions/auth/show-logout.ts'),
  logout: () => import('../../../functions/auth/logout.ts'),
  createToken: () => import('../../../functions/auth/create-token.ts'),
  revokeToken: () => import('../../../functions/auth/revoke-token.ts'),
  introspectToken: () => import('../../../functions/auth/introspect-token.ts'),
  getUserInfo: () => import('../../../functions/auth/get-user-info.ts'),
  postUserInfo: () => import('../../../functions/auth/post-user-info.ts'),
  getKeys: () => import('../../../functions/auth/get-keys.ts'),
  getProviderMetadata: () => import('../../../functions/auth/get-provider-metadata.ts'),
  getServerMetadata: () => import('../../../functions/auth/get-server-metadata.ts'),
  createUser: () => import('../../../functions/auth/create-user.ts'),
  getOwnUser: () => import('../../../functions/auth/get-own-user.ts'),
  deleteOwnUser: () => import('../../../functions/auth/delete-own-user.ts'),
} satisfies Record<string, () => Promise<{ handler: EndpointHandler }>>

export interface Answer {
  status: number
  headers: Record<string, string>
  cookies: string[]
  text: string
  json: Record<string, unknown>
}

interface Call {
  query?: Record<string, string> | string
  form?: Record<string, string> | string
  json?: unknown
  headers?: Record<string, string>
}

/** Calls an operation of the authorization server in process. */
export async function call(
  operation: keyof typeof handlers,
  { query = '', form, json, headers = {} }: Call = {},
): Promise<Answer> {
  const { handler } = await handlers[operation]()
  const jsonText = json === undefined ? undefined : JSON.stringify(json)
  const body = form === undefined ? jsonText : new URLSearchParams(form).toString()
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded'
  const event = eventOf({
    method: body === undefined ? 'GET' : 'POST',
    path: '/auth',
    query: new URLSearchParams(query).toString(),
    headers: { ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === undefined ? {} : { body }),
  })
  const answer = await handler(event, {})
  const text = answer.body ?? ''
  const isJson = /json/.test(answer.headers['content-type'] ?? '')
  return {
    status: answer.statusCode,
    headers: answer.headers,
    cookies: answer.cookies ?? [],
    text,
    json: isJson ? JSON.parse(text) : {},
  }
}

export const verifier = randomBytes(32).toString('base64url')
export const challenge = createHash('sha256').update(verifier).digest('base64url')
export const redirectUri = 'https://web.example.com/callback'
export const password = 'correct horse battery'

/** An authorization request of the client "web", with some parameters changed or, where undefined, left out. */
export function requestOf(changes: Record<string, string | undefined> = {}): Record<string, string> {
  const request = {
    response_type: 'code',
    client_id: 'web',
    redirect_uri: redirectUri,
    scope: 'openid offline_access orders:read',
    state: 's1',
    nonce: 'n1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  }
  return Object.fromEntries(
    Object.entries(request).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/**
 * The password as it is kept, made with the least work that scrypt takes: to compare it is work of those parameters,
 * and hundreds of logins of the real ones would be half a minute.
 */
const cheaplyKept = ['scrypt', 2, 1, 1, '', scryptSync(password, '', 32, { cost: 2, blockSize: 1, parallelization: 1 })]
  .map((part) => (Buffer.isBuffer(part) ? part.toString('base64') : part))
  .join('$')

/** A user of a name that nobody else has. */
export async function newUser(name: string): Promise<string> {
  const { users } = await import('../../../functions/auth/users.ts')
  const email = `${name}@example.com`
  const createdAt = new Date().toISOString()
  await users.insert({ email, userId: randomUUID(), name, passwordHash: cheaplyKept, createdAt })
  return email
}

/** A user who has registered, with a password that is kept as passwords are. */
export async function registerUser(name: string): Promise<string> {
  const email = `${name}@example.com`
  const { status } = await call('createUser', { json: { email, name, password } })
  if (status !== 202) throw new Error(`not registered: ${status}`)
  return email
}

/** A browser with a cookie jar; it reads the forms of pages, and sends them. */
export class Browser {
  cookie = ''
  /** By which it is known as one in which an account has logged in before. */
  device = ''

  async open(operation: keyof typeof handlers, query: Call['query'] = ''): Promise<Answer> {
    return this.#keep(await call(operation, { query, headers: this.#headers() }))
  }

  async send(operation: keyof typeof handlers, form: Record<string, string>, headers = {}): Promise<Answer> {
    return this.#keep(await call(operation, { form, headers: { ...this.#headers(), ...headers } }))
  }

  #headers(): Record<string, string> {
    const cookie = [this.cookie, this.device].filter(Boolean).join('; ')
    return cookie === '' ? {} : { cookie }
  }

  #keep(answer: Answer): Answer {
    for (const cookie of answer.cookies) {
      const [pair = ''] = cookie.split(';')
      if (/^[\w-]*auth-device=/.test(pair)) this.device = pair
      else this.cookie = pair
    }
    return answer
  }

  /** Logs in through the page of an authorization request; returns the answer to the form. */
  async logIn(email: string, request: Record<string, string>, secret = password): Promise<Answer> {
    const page = await this.open('authorize', request)
    return this.send('login', { ...fieldsOf(page.text), email, password: secret })
  }

  /** Goes all the way to the client: login and consent. @returns the parameters that the client gets */
  async authorize(email: string, request: Record<string, string> = requestOf()): Promise<URLSearchParams> {
    const { headers } = await this.logIn(email, request)
    let answer = await this.open('authorize', headers.location?.split('?')[1] ?? '')
    if (answer.status === 200)
      answer = await this.send('decideAuthorization', { ...fieldsOf(answer.text), decision: 'allow' })
    return new URL(answer.headers.location ?? '').searchParams
  }
}

/** The hidden fields of the form of a page. */
export function fieldsOf(page: string): Record<string, string> {
  const fields = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
  return Object.fromEntries(
    fields.map(([, name = '', value = '']) => [
      name,
      value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&'),
    ]),
  )
}

/** Exchanges a code of the client "web". */
export const exchange = (code: string, changes: Record<string, string> = {}): Promise<Answer> =>
  call('createToken', {
    form: {
      grant_type: 'authorization_code',
      client_id: 'web',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...changes,
    },
  })

/** Refreshes a token of the client "web". */
export const refresh = (token: unknown, changes: Record<string, string> = {}): Promise<Answer> =>
  call('createToken', {
    form: { grant_type: 'refresh_token', client_id: 'web', refresh_token: String(token), ...changes },
  })

export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`

export const machine = { authorization: basic('machine', 'another secret of a machine') }

/** Whether the server says that a token is good. */
export async function isActive(token: unknown): Promise<boolean> {
  const { json } = await call('introspectToken', { form: { token: String(token) }, headers: machine })
  return json.active === true
}

/** A user with tokens of the client "web". */
export async function newTokens(name: string, scope?: string): Promise<Record<string, unknown>> {
  const email = await newUser(name)
  const answer = await new Browser().authorize(email, requestOf(scope === undefined ? {} : { scope }))
  return (await exchange(answer.get('code') ?? '')).json
}
