import { config, json, list, text, url } from 'twelvefold'
import { type OAuthClient, toClients } from './client.ts'
import { type GivenKeys, toGivenKeys } from './given-keys.ts'

const { ENV = '', PUBLIC_URL, PORT = '3000' } = process.env

/** A desk or a test: keys are made at first use, and demo clients may be there. */
export const atDesk: boolean = /^(?:dev|test)?$/.test(ENV)

const here = (PUBLIC_URL || `http://localhost:${PORT || '3000'}`).replace(/\/+$/, '')

/** What the authorization server needs of its environment. */
export const settings = config('auth', {
  AUTH_ISSUER: url({
    schemes: ['http', 'https'],
    description: 'who issues the tokens that callers send: their iss, exactly',
    ...(atDesk ? { default: `${here}/auth` } : {}),
  }),
  AUTH_AUDIENCE: text({
    description: 'whom tokens have to be for: their aud',
    ...(atDesk ? { default: 'twelvefold' } : {}),
  }),
  AUTH_CLIENTS: json<readonly OAuthClient[]>({
    check: toClients,
    default: [],
    secret: true,
    description: 'OAuth clients beside those of the store, a JSON list',
  }),
  AUTH_SIGNING_KEYS: json<GivenKeys>({
    check: toGivenKeys,
    binding: { service: 'auth-signing-keys', key: 'jwks' },
    optional: true,
    secret: true,
    description:
      'private keys for ES256 (a JWK set) in place of those of the store; the first signs, all are published; ' +
      'outside a desk, keys have to be here or there',
  }),
  AUTH_KEY_SECRET: text({
    optional: true,
    secret: true,
    description: 'encrypts the private keys in the store (AES-256-GCM); at least 32 random characters',
  }),
  AUTH_ERASE_AT: list({
    default: atDesk || process.env.ORDERS_URL ? ['orders'] : [],
    description: 'services that are told when a user is erased; orders where ORDERS_URL is set',
  }),
})

/** The issuer as every token and every metadata document says it: compared character by character. */
export const issuer: string = settings.AUTH_ISSUER

/** What the addresses of the endpoints begin with. */
export const base: string = issuer.replace(/\/+$/, '')

export const isSecure: boolean = issuer.startsWith('https:')
