import type { SecurityScheme } from '../endpoint/operation.ts'
import { type Problem, problem } from '../problem/problem.ts'

const realm = 'realm="twelvefold"'

/**
 * 401 with a challenge for each way to authenticate (RFC 9110, section 15.5.2). An error stands only in the challenge of
 * a token that was sent (RFC 6750, section 3.1).
 *
 * @param fault what is wrong with the token that was sent, or with other credentials
 */
export function unauthorized(
  schemes: readonly SecurityScheme[],
  detail: string,
  fault: { token?: string } = {},
): Problem {
  const error = fault.token === undefined ? '' : `, error="invalid_token", error_description="${fault.token}"`
  const challenges = schemes.map((scheme) => (scheme.type === 'bearer' ? `Bearer ${realm}${error}` : ask(scheme)))
  return problem('unauthorized', detail, { headers: { 'www-authenticate': [...new Set(challenges)].join(', ') } })
}

/** 403 for a token that is valid, and lacks scopes: it says which would do (RFC 6750, section 3.1). */
export function insufficientScope(scopes: readonly string[]): Problem {
  const scope = scopes.join(' ')
  return problem('forbidden', `The token lacks a scope: ${scope}.`, {
    headers: { 'www-authenticate': `Bearer ${realm}, error="insufficient_scope", scope="${scope}"` },
  })
}

/** No scheme is registered for keys of an API; this one says where the key goes. */
function ask(scheme: Exclude<SecurityScheme, { type: 'bearer' }>): string {
  if (scheme.type === 'basic') return `Basic ${realm}, charset="UTF-8"`
  return `ApiKey ${realm}, in="${scheme.in}", name="${scheme.name}"`
}
