import {
  JwtBaseError,
  JwtExpiredError,
  JwtInvalidAudienceError,
  JwtInvalidIssuerError,
  JwtNotBeforeError,
  JwtParseError,
  KidNotFoundInJwksError,
} from 'aws-jwt-verify/error'
import { JwtVerifier } from 'aws-jwt-verify/jwt-verifier'
import { problem } from '../problem/problem.ts'
import { faultOfAccessToken, toCaller } from './access-token.ts'
import type { Caller } from './caller.ts'
import type { KeySource } from './issuer-keys.ts'
import type { KeySet } from './json-web-keys.ts'
import { createTokenCache } from './token-cache.ts'

/** What has come of a token: who calls, or what is wrong with it, in words for its client. */
export type Verification = { caller: Caller } | { fault: string }

export interface TokenVerifier {
  /** What is known of a token that was verified a while ago, by keys that are still good. */
  known(token: string): Verification | undefined
  /** @throws Problem `service-unavailable` where the issuer's keys cannot be had */
  verify(token: string): Verification | Promise<Verification>
}

export interface VerifierOptions {
  issuer: string
  audience: string
  keys: KeySource
}

/** A client is not helped by more at once, and nobody calls with more tokens a second than the processor could check. */
const mostTokens = 1_000

/** For so long no key is asked for after one that the issuer does not have: forged ids must not become its load. */
const afterUnknownKeyMs = 10_000

class UnacceptableToken extends JwtBaseError {}

/**
 * Makes the check of an issuer's access tokens (RFC 9068, section 4), by aws-jwt-verify. It answers at once where it has
 * the key; a token that it has verified it knows until the token ends or the keys change.
 *
 * Keys come from the issuer and nowhere else: what a token's header says of `jku`, `jwk` or `x5u` is not looked at.
 */
export function createTokenVerifier({ issuer, audience, keys: source }: VerifierOptions): TokenVerifier {
  const verifier = JwtVerifier.create({
    issuer,
    audience,
    jwksUri: 'keys:',
    // A token ends for everybody at the second that it says. Issuers with clocks ahead of ours date tokens back.
    graceSeconds: 0,
    customJwtCheck({ header, payload }) {
      const fault = faultOfAccessToken({ header, payload })
      if (fault !== undefined) throw new UnacceptableToken(fault)
    },
  })
  const known = createTokenCache<Verification>(mostTokens)
  let loaded: KeySet | undefined
  let unknownKeyAt = Number.NEGATIVE_INFINITY

  const load = (keys: KeySet): void => {
    if (keys === loaded) return
    loaded = keys
    verifier.cacheJwks({ keys: keys.keys })
    known.clear()
  }

  /** @returns undefined where the key is not among those at hand */
  const check = (token: string): Verification | undefined => {
    try {
      const payload = verifier.verifySync(token)
      const verified = { caller: toCaller(payload) }
      known.set(token, verified, payload.exp ?? 0)
      return verified
    } catch (error) {
      return error instanceof KidNotFoundInJwksError ? undefined : { fault: describe(error) }
    }
  }

  const fetchAndCheck = async (token: string): Promise<Verification> => {
    load(await fetchKeys(source))
    const verified = check(token)
    if (verified !== undefined) return verified
    unknownKeyAt = Date.now()
    return unknownKey
  }

  return {
    known: (token) => (source.current() === loaded ? known.get(token) : undefined),
    verify(token) {
      const keys = source.current() ?? noKeys
      load(keys)
      const verified = known.get(token) ?? check(token)
      if (verified !== undefined) return verified
      const isBarred = keys !== noKeys && Date.now() - unknownKeyAt < afterUnknownKeyMs
      return isBarred ? unknownKey : fetchAndCheck(token)
    },
  }
}

const noKeys: KeySet = { keys: [] }

const unknownKey: Verification = { fault: 'The token is signed with a key that its issuer does not have.' }

async function fetchKeys(source: KeySource): Promise<KeySet> {
  try {
    return await source.fetch()
  } catch (cause) {
    throw problem('service-unavailable', 'Tokens cannot be checked at the moment.', {
      headers: { 'retry-after': '5' },
      cause,
    })
  }
}

/** In words that help an honest client, and tell another one nothing that the token does not. */
function describe(error: unknown): string {
  if (error instanceof UnacceptableToken) return error.message
  if (error instanceof JwtParseError) return 'The token is not a JSON Web Token.'
  if (error instanceof JwtExpiredError) return 'The token has ended.'
  if (error instanceof JwtNotBeforeError) return 'The token is not valid yet.'
  if (error instanceof JwtInvalidIssuerError) return 'The token is from another issuer.'
  if (error instanceof JwtInvalidAudienceError) return 'The token is for another audience.'
  // Whatever else is thrown, also by node:crypto where a signature does not fit its key, means that it is not signed.
  return 'The token is not signed as its issuer signs.'
}
