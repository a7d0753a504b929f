import { createPrivateKey } from 'node:crypto'

/** A private key for ES256, as RFC 7517 writes it. */
export interface PrivateJwk {
  kty: 'EC'
  crv: 'P-256'
  kid: string
  x: string
  y: string
  d: string
}

export type GivenKeys = readonly PrivateJwk[]

/**
 * Reads a private JWKS (RFC 7517, section 5) of keys for ES256.
 *
 * @throws Error that says what is wrong, and nothing of the keys
 */
export function toGivenKeys(value: unknown): GivenKeys {
  const keys = typeof value === 'object' && value !== null ? Reflect.get(value, 'keys') : undefined
  if (!Array.isArray(keys) || keys.length === 0) throw new Error('must be {"keys":[…]} with at least one key')
  return keys.map(toPrivateJwk)
}

/** @throws Error that says what is wrong, and nothing of the key */
export function toPrivateJwk(value: unknown): PrivateJwk {
  const { kty, crv, kid, x, y, d } = (value ?? {}) as Record<string, unknown>
  if (kty !== 'EC' || crv !== 'P-256') throw new Error('has a key that is not for ES256 (EC, P-256)')
  if (typeof kid !== 'string' || kid === '') throw new Error('has a key without kid')
  if (typeof x !== 'string' || typeof y !== 'string' || typeof d !== 'string')
    throw new Error(`has no private key ${kid}: x, y and d are needed`)
  const jwk: PrivateJwk = { kty, crv, kid, x, y, d }
  try {
    createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  } catch {
    throw new Error(`has a key ${kid} that is none`)
  }
  return jwk
}
