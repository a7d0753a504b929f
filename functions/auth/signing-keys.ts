import { createHash, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { collection, Problem, problem, type } from 'twelvefold'
import { atDesk, settings } from './config.ts'
import type { PrivateJwk } from './given-keys.ts'
import { toPrivateJwk } from './given-keys.ts'
import { seal, unseal } from './key-seal.ts'
import { tokenSeconds } from './token-times.ts'

/** A key and when it signs, in ms since 1970. What is published when follows from these times alone. */
export interface SigningKey {
  jwk: PrivateJwk
  publishedAt: number
  signsFrom: number
}

interface StoredKey {
  kid: string
  /** The private JWK as JSON, sealed where `AUTH_KEY_SECRET` is set. */
  key: string
  sealed: boolean
  publishedAt: number
  signsFrom: number
}

/** All keys in one document, so that two rotations at once cannot make two next keys unseen by each other. */
interface KeyRing {
  ringId: string
  keys: StoredKey[]
}

const rings = collection('signing-keys', { document: type<KeyRing>(), key: 'ringId' })
const ringId = 'ring'

/** How long a process goes by the keys it has read, in ms. */
export const memory = 30_000
/**
 * How long a key is published before it signs, in ms: longer than verifiers keep a key set, with some time for fetches
 * that fail. The kit's fetch it again when it is ten minutes old.
 */
export const lead = 15 * 60_000

let remembered: { keys: readonly SigningKey[]; until: number } | undefined

/** @returns the keys in the order in which they sign */
export async function readKeys(now: number = Date.now()): Promise<readonly SigningKey[]> {
  if (settings.AUTH_SIGNING_KEYS !== undefined)
    return settings.AUTH_SIGNING_KEYS.map((jwk, at) => ({ jwk, publishedAt: 0, signsFrom: -at })).reverse()
  if (remembered !== undefined && now < remembered.until) return remembered.keys
  const ring = (await rings.get(ringId)) ?? (atDesk ? await makeRing(now) : undefined)
  if (ring === undefined) throw noKey()
  const keys = ring.keys.map(open)
  remembered = { keys, until: now + memory }
  return keys
}

/** The key that signs now: the last of those whose time has come. */
export async function signingKey(now: number = Date.now()): Promise<SigningKey> {
  const key = (await readKeys(now)).findLast(({ signsFrom }) => signsFrom <= now)
  if (key === undefined) throw noKey()
  return key
}

/** The keys that a token which is still valid may be signed with, and those that will sign soon. */
export async function publishedKeys(now: number = Date.now()): Promise<readonly SigningKey[]> {
  const keys = await readKeys(now)
  return settings.AUTH_SIGNING_KEYS === undefined ? keys.filter((_key, at) => isNeeded(keys, at, now)) : keys
}

/** An old key is needed until the last token that any process has signed with it has ended. */
function isNeeded(keys: readonly { signsFrom: number }[], at: number, now: number): boolean {
  const next = keys[at + 1]
  return next === undefined || now < next.signsFrom + memory + tokenSeconds * 1000 + 60_000
}

/**
 * Publishes a new key, which signs once every verifier knows it. Keys that no valid token needs go.
 *
 * @returns the new key and when it begins to sign; undefined where the last one has not begun yet
 */
export async function rotateKeys(now: number = Date.now()): Promise<SigningKey | undefined> {
  if (settings.AUTH_SIGNING_KEYS !== undefined)
    throw problem('conflict', 'The keys are those of AUTH_SIGNING_KEYS: rotate them there.')
  remembered = undefined
  const jwk = await makeKey()
  const first = await insertRing([toStored({ jwk, publishedAt: now, signsFrom: now })])
  if (first) return { jwk, publishedAt: now, signsFrom: now }
  const added: SigningKey = { jwk, publishedAt: now, signsFrom: now + lead }
  const ring = await rings.update(ringId, ({ keys }) => {
    if (keys.some(({ signsFrom }) => signsFrom > now)) return undefined
    return { ringId, keys: [...keys.filter((_key, at) => isNeeded(keys, at, now)), toStored(added)] }
  })
  return ring?.keys.some(({ kid }) => kid === jwk.kid) ? added : undefined
}

/** Forgets what was read of the store. */
export const forgetKeys = (): void => {
  remembered = undefined
}

async function makeRing(now: number): Promise<KeyRing | undefined> {
  const keys = [toStored({ jwk: await makeKey(), publishedAt: now, signsFrom: now })]
  await insertRing(keys)
  return rings.get(ringId)
}

async function insertRing(keys: StoredKey[]): Promise<boolean> {
  try {
    await rings.insert({ ringId, keys })
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === 'conflict') return false
    throw error
  }
}

/** A key for ES256, named by its thumbprint (RFC 7638, section 3). */
async function makeKey(): Promise<PrivateJwk> {
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })
  const { crv, kty, x, y, d } = privateKey.export({ format: 'jwk' })
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
  return toPrivateJwk({ kty, crv, kid, x, y, d })
}

function toStored({ jwk, publishedAt, signsFrom }: SigningKey): StoredKey {
  const { kid } = jwk
  const secret = settings.AUTH_KEY_SECRET
  const text = JSON.stringify(jwk)
  const key = secret === undefined ? text : seal(text, secret, kid)
  return { kid, key, sealed: secret !== undefined, publishedAt, signsFrom }
}

function open({ kid, key, sealed, publishedAt, signsFrom }: StoredKey): SigningKey {
  const secret = settings.AUTH_KEY_SECRET
  if (sealed && secret === undefined) throw new Error('The signing keys are encrypted: AUTH_KEY_SECRET is missing.')
  const text = sealed && secret !== undefined ? unseal(key, secret, kid) : key
  return { jwk: toPrivateJwk(JSON.parse(text)), publishedAt, signsFrom }
}

const noKey = (): Problem =>
  problem('service-unavailable', 'There is no signing key.', {
    headers: { 'retry-after': '60' },
    cause: new Error('Set AUTH_SIGNING_KEYS, or make a key in the store with `twelvefold keys rotate`.'),
  })
