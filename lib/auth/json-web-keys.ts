import { createPublicKey, type JsonWebKey } from 'node:crypto'

/** A public key that signatures are checked with (RFC 7517, section 4). */
export type PublicKey = Record<string, string> & { kty: string; kid: string }

/** A JSON Web Key Set (RFC 7517, section 5) of public keys only. */
export interface KeySet {
  keys: PublicKey[]
}

const publicMembers = ['kty', 'kid', 'alg', 'use', 'crv', 'x', 'y', 'n', 'e'] as const

/** The members that only a private key (RFC 7518, section 6) or a secret one has. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/**
 * Reads the keys that an issuer publishes. A key that is of no use here is passed over, as RFC 7517, section 5 asks:
 * other key types, keys for encryption, keys without an id, RSA keys below 2048 bits (RFC 7518, section 3.3).
 *
 * @throws Error where it is no key set at all
 */
export function readKeySet(value: unknown): KeySet {
  return { keys: listKeys(value).flatMap((key) => (faultOf(key) === undefined ? [toPublicKey(key)] : [])) }
}

/**
 * Reads the keys that somebody has pinned, and is strict: a key that is passed over in silence would be missed only when
 * every token is refused.
 *
 * @throws Error whose message says which key is wrong, and why
 */
export function readPinnedKeys(value: unknown): KeySet {
  const keys = listKeys(value)
  if (keys.length === 0) throw new Error('has no key')
  const known = new Set<unknown>()
  for (const [at, key] of keys.entries()) {
    const fault = faultOf(key) ?? (known.has(key.kid) ? 'has the kid of another key' : undefined)
    if (fault !== undefined) throw new Error(`the key ${at + 1} ${fault}`)
    known.add(key.kid)
  }
  return { keys: keys.map(toPublicKey) }
}

function listKeys(value: unknown): Record<string, unknown>[] {
  const keys = isObject(value) ? value.keys : undefined
  if (!Array.isArray(keys)) throw new Error('must be a JSON Web Key Set, {"keys":[…]}')
  return keys.map((key) => (isObject(key) ? key : {}))
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function faultOf(key: Record<string, unknown>): string | undefined {
  if (privateMembers.some((member) => member in key)) return 'is private or secret; give only its public part'
  if (!['EC', 'RSA', 'OKP'].includes(String(key.kty))) return 'has a kty other than EC, RSA and OKP'
  if (typeof key.kid !== 'string' || key.kid === '') return 'has no kid'
  if (key.use !== undefined && key.use !== 'sig') return 'is not for signatures'
  if (key.alg !== undefined && typeof key.alg !== 'string') return 'has an alg that is no text'
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: key as JsonWebKey, format: 'jwk' })
    if (key.kty === 'RSA' && (asymmetricKeyDetails?.modulusLength ?? 0) < 2048) return 'has fewer than 2048 bits'
  } catch {
    return 'is not valid'
  }
  return undefined
}

/** Without what tokens are not checked with, such as certificates. */
function toPublicKey(key: Record<string, unknown>): PublicKey {
  const members = publicMembers.flatMap((name) => (typeof key[name] === 'string' ? [[name, key[name]] as const] : []))
  return Object.fromEntries(members) as PublicKey
}
