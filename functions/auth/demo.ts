import { Problem } from 'twelvefold'
import type { OAuthClient } from './client.ts'
import { storedClients } from './clients.ts'
import { atDesk, base } from './config.ts'
import { hashOf } from './secrets.ts'
import { addUser, findUser } from './users.ts'

/** Everybody knows it: see {@link seed}. */
const secretHash = hashOf('only for a desk')

function demoClients(): OAuthClient[] {
  const { origin } = new URL(base)
  const { port } = new URL(origin)
  const origins = [...new Set([origin, `http://localhost:${port}`, `http://127.0.0.1:${port}`])]
  return [
    {
      clientId: 'shop-web',
      name: 'the web shop',
      redirectUris: origins.flatMap((place) => [`${place}/docs/oauth2-redirect.html`, `${place}/callback`]),
      postLogoutRedirectUris: origins.flatMap((place) => [`${place}/docs`, `${place}/docs/`]),
      grants: ['authorization_code', 'refresh_token'],
      scopes: ['openid', 'profile', 'email', 'offline_access', 'account', 'orders:read', 'orders:write'],
      trusted: false,
    },
    {
      clientId: 'shop-cli',
      name: 'the shop’s command line',
      // A program opens a port of this machine, whichever is free (RFC 8252, section 7.3).
      redirectUris: ['http://127.0.0.1:*/callback', 'http://[::1]:*/callback'],
      postLogoutRedirectUris: [],
      grants: ['authorization_code', 'refresh_token'],
      scopes: ['openid', 'profile', 'email', 'offline_access', 'account', 'orders:read', 'orders:write'],
      trusted: true,
    },
    {
      clientId: 'orders',
      name: 'the orders service',
      secretHash,
      redirectUris: [],
      postLogoutRedirectUris: [],
      grants: ['client_credentials'],
      scopes: ['catalog:write', 'catalog:reserve', 'orders:erase'],
      trusted: true,
    },
    {
      clientId: 'shop-job',
      name: 'a job that orders',
      secretHash,
      redirectUris: [],
      postLogoutRedirectUris: [],
      grants: ['client_credentials'],
      scopes: ['orders:read', 'orders:write'],
      trusted: true,
    },
  ]
}

/**
 * Adds the demo clients and the demo user that are not there yet, and says how many those were. Anywhere but at a desk it
 * adds nothing, even where `twelvefold seed` asks for it: their secrets stand in this file.
 */
export async function seed(): Promise<number> {
  if (!atDesk) return 0
  const createdAt = new Date().toISOString()
  const clients = demoClients().map((client) => storedClients.insert({ ...client, createdAt }).then(isAdded, isThere))
  const added = await Promise.all([...clients, addDemoUser()])
  return added.filter(Boolean).length
}

/** Looked for first: to hash a password at every start would take a quarter of a second. */
async function addDemoUser(): Promise<boolean> {
  const email = 'demo@example.com'
  if ((await findUser(email)) !== undefined) return false
  return addUser({ email, name: 'Demo User', password: 'only for a desk' })
}

const isAdded = (): boolean => true

function isThere(error: unknown): boolean {
  if (error instanceof Problem && error.code === 'conflict') return false
  throw error
}
