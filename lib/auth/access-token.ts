import type { Caller } from './caller.ts'

/** What {@link faultOfAccessToken} looks at: both parts of a token whose signature, issuer and audience are right. */
export interface TokenParts {
  header: Readonly<Record<string, unknown>>
  payload: Readonly<Record<string, unknown>>
}

/** Claims that only ID tokens have (OpenID Connect Core 1.0, sections 2 and 3.3.2.11). */
const idTokenClaims = ['nonce', 'at_hash', 'c_hash']

/**
 * What keeps a token from being an access token for us, in words for its client; undefined where nothing does.
 *
 * `at+jwt` says it of itself (RFC 9068, section 2.1). Keycloak, Entra and others write `JWT` or nothing, on their ID
 * tokens too: those are known by their claims, and by an audience that is a client's.
 */
export function faultOfAccessToken({ header, payload }: TokenParts): string | undefined {
  const { exp, sub, client_id, azp, cid, cnf } = payload
  // RFC 9068, section 2.2 requires it; without it a token would be good for ever.
  if (typeof exp !== 'number') return 'The token does not say when it ends.'
  // RFC 7519, section 4.1.4: on that second it has ended.
  if (exp <= Date.now() / 1000) return 'The token has ended.'
  // RFC 7515, section 4.1.11: what has to be understood, and is not.
  if (header.crit !== undefined) return 'The token needs an extension that is not known here.'
  // RFC 9449, section 7.2 and RFC 8705, section 3: as a bearer token it would be good for whoever stole it.
  if (cnf !== undefined) return 'The token is bound to a key, and cannot be sent as a bearer token.'
  if (![sub, client_id, azp, cid].some((name) => typeof name === 'string' && name !== '')) {
    return 'The token does not say whom it is about.'
  }
  const type = header.typ === undefined ? 'jwt' : String(header.typ).toLowerCase().replace('application/', '')
  if (type === 'at+jwt') return undefined
  return type !== 'jwt' || isForSomethingElse(payload) ? 'The token is not an access token.' : undefined
}

/** Cognito says it in `token_use`, Keycloak in `typ`. */
const isForSomethingElse = (payload: TokenParts['payload']): boolean =>
  idTokenClaims.some((claim) => claim in payload) ||
  /^(?:id|refresh)$/i.test(String(payload.token_use)) ||
  /^(?:id|refresh|offline|logout)$/i.test(String(payload.typ))

/** Reads who calls from the claims of a verified token. */
export function toCaller(claims: Readonly<Record<string, unknown>>): Caller {
  const { sub, client_id, azp, cid } = claims
  const clientId = [client_id, azp, cid].find((name) => typeof name === 'string') as string | undefined
  return Object.freeze({
    subject: typeof sub === 'string' && sub !== '' ? sub : (clientId ?? ''),
    clientId,
    scopes: readScopes(claims),
    claims: Object.freeze({ ...claims }),
  })
}

/** `scope` is a list with spaces (RFC 8693, section 4.2); Entra and Okta have `scp`, as that or as an array. */
function readScopes({ scope, scp }: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const given = [scope, scp].flat().filter((entry): entry is string => typeof entry === 'string')
  return new Set(given.flatMap((entry) => entry.split(' ')).filter((entry) => entry !== ''))
}
