import { isDeepStrictEqual } from 'node:util'
import { logger } from '../observe/log.ts'
import { type FetchOptions, fetchJson } from './fetch-json.ts'
import { type KeySet, readKeySet } from './json-web-keys.ts'

/** Where the keys come from that tokens are checked with. */
export interface KeySource {
  /** The keys at hand, which may be a little old; undefined where there are none yet. The same object while they are the same. */
  current(): KeySet | undefined
  /**
   * The keys as they are published now.
   *
   * @throws Error where they cannot be had
   */
  fetch(): Promise<KeySet>
}

const second = 1_000
const minute = 60 * second

/** From this age on they are fetched again, in the background: until that succeeds the old ones go on being used. */
export const freshMs: number = 10 * minute

/** No longer than this, so that whoever cuts us off from the issuer does not keep a withdrawn key alive for good. */
const usableMs = 24 * 60 * minute

/** After a failure the issuer is left alone for this long; who asks in that time is given the same failure. */
const afterFailureMs = second
const afterFailureInBackgroundMs = 10 * second

const limits: FetchOptions = { timeoutMs: 3 * second, largest: 256 * 1024 }

/** Keys that somebody has pinned: nothing is fetched. */
export const pinnedKeys = (keys: KeySet): KeySource => ({ current: () => keys, fetch: async () => keys })

/**
 * The keys of an issuer, found by OpenID Connect Discovery 1.0, section 4. Those who ask at the same time share a fetch.
 *
 * @param issuer `AUTH_ISSUER`
 */
export function issuerKeys(issuer: string, options: FetchOptions = limits): KeySource {
  let known: { keys: KeySet; at: number } | undefined
  let failed: { error: unknown; at: number } | undefined
  let underWay: Promise<KeySet> | undefined

  const load = async (): Promise<KeySet> => {
    try {
      const keys = readKeySet(await fetchJson(await discover(issuer, options), options))
      known = { keys: known && isDeepStrictEqual(known.keys, keys) ? known.keys : keys, at: Date.now() }
      failed = undefined
      return known.keys
    } catch (error) {
      failed = { error, at: Date.now() }
      logger().warn({ err: error, issuer }, 'The keys of the issuer cannot be had')
      throw error
    } finally {
      underWay = undefined
    }
  }
  const hasFailedWithin = (time: number): boolean => failed !== undefined && Date.now() - failed.at < time

  return {
    current() {
      if (known === undefined) return undefined
      const age = Date.now() - known.at
      if (age < freshMs) return known.keys
      if (age > usableMs) return undefined
      if (underWay === undefined && !hasFailedWithin(afterFailureInBackgroundMs)) {
        underWay = load()
        // It has been logged; the old keys are still there.
        underWay.catch(() => undefined)
      }
      return known.keys
    },
    async fetch() {
      if (underWay === undefined && hasFailedWithin(afterFailureMs)) throw failed?.error
      underWay ??= load()
      return underWay
    },
  }
}

/** @returns the address of the key set */
async function discover(issuer: string, options: FetchOptions): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const document = await fetchJson(address, options)
  const { issuer: said, jwks_uri: keys } = (document ?? {}) as Record<string, unknown>
  // Section 4.3: otherwise anybody who can place a document there could speak for the issuer.
  if (said !== issuer) throw new Error(`${address}: the issuer is ${JSON.stringify(said)}, not AUTH_ISSUER`)
  if (typeof keys !== 'string' || !URL.canParse(keys) || !/^https?:/i.test(keys))
    throw new Error(`${address}: jwks_uri is no address`)
  if (/^https:/i.test(issuer) && !/^https:/i.test(keys))
    throw new Error(`${address}: jwks_uri is not https, as the issuer is`)
  return new URL(keys).href
}
