import { readAuthSettings } from './auth-settings.ts'
import type { TokenVerifier, Verification } from './token-verifier.ts'

let verifier: TokenVerifier | undefined
let loading: Promise<TokenVerifier> | undefined

/**
 * Says whose a bearer token is, by the issuer that `AUTH_ISSUER`, `AUTH_AUDIENCE` and `AUTH_JWKS` name. The answer comes
 * at once where the token or its key is known. The library behind it is loaded with the first token.
 *
 * @returns the caller, or what is wrong with the token
 * @throws Problem `service-unavailable` where the issuer's keys cannot be had
 * @throws ConfigError where the environment is at fault; hosts have looked before
 */
export function verifyToken(token: string): Verification | Promise<Verification> {
  if (verifier !== undefined) return verifier.verify(token)
  return loadVerifier().then((loaded) => loaded.verify(token))
}

/** What is known of a token already; undefined where it has to be verified. */
export const knownToken = (token: string): Verification | undefined => verifier?.known(token)

function loadVerifier(): Promise<TokenVerifier> {
  loading ??= (async () => {
    const { AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience, AUTH_JWKS: pinned } = readAuthSettings()
    const [{ createTokenVerifier }, { issuerKeys, pinnedKeys }] = await Promise.all([
      import('./token-verifier.ts'),
      import('./issuer-keys.ts'),
    ])
    const keys = pinned === undefined ? issuerKeys(issuer) : pinnedKeys(pinned)
    verifier = createTokenVerifier({ issuer, audience, keys })
    return verifier
  })()
  // What is wrong is said again to the next call.
  loading.catch(() => (loading = undefined))
  return loading
}
