import { type EndpointEvent, type Middleware, refuseUnknownOptions } from '../endpoint/exchange.ts'
import type { Operation, SecurityRequirement } from '../endpoint/operation.ts'
import { problem } from '../problem/problem.ts'

export interface AuthoriseOptions {
  operation: Pick<Operation, 'security'>
  /** Takes the tokens of tests, `test.<scope>+<scope>`, which say themselves what they are good for. */
  testTokens: boolean
}

/**
 * Lets a call through that has a token with the scopes that the contract's `security` asks for. There is no issuer of
 * tokens yet: outside tests nobody has one, and every operation with a requirement is refused. Nothing is silently open.
 *
 * Source: RFC 6750, section 3 for the challenges.
 */
export function authorise(options: AuthoriseOptions): Required<Pick<Middleware, 'before'>> {
  refuseUnknownOptions('authorise', options, ['operation', 'testTokens'])
  const { operation, testTokens } = options
  const { security } = operation
  return {
    before({ event }) {
      const token = readToken(event)
      const scopes = token !== undefined && testTokens ? scopesOf(token) : undefined
      if (scopes === undefined) {
        const error = token === undefined ? '' : ', error="invalid_token"'
        const detail = token === undefined ? 'Send a bearer token.' : 'The token is not valid here.'
        throw problem('unauthorized', detail, { headers: { 'www-authenticate': `Bearer realm="twelvefold"${error}` } })
      }
      if (security.some((requirement) => isSatisfied(requirement, scopes))) return
      const scope = neededScopes(security)
      throw problem('forbidden', `The token lacks a scope: ${scope}.`, {
        headers: { 'www-authenticate': `Bearer realm="twelvefold", error="insufficient_scope", scope="${scope}"` },
      })
    },
  }
}

/** Whether an operation asks for anything: no requirement, or an empty alternative, is open to everybody. */
export const isProtected = ({ security }: Pick<Operation, 'security'>): boolean =>
  security.length > 0 && security.every((requirement) => Object.keys(requirement).length > 0)

function readToken({ headers }: EndpointEvent): string | undefined {
  return /^Bearer +([A-Za-z0-9\-._~+/:]+=*) *$/i.exec(headers.authorization ?? '')?.[1]
}

function scopesOf(token: string): Set<string> | undefined {
  return token.startsWith('test.') ? new Set(token.slice('test.'.length).split('+')) : undefined
}

const isSatisfied = (requirement: SecurityRequirement, scopes: Set<string>): boolean =>
  Object.values(requirement)
    .flat()
    .every((scope) => scopes.has(scope))

const neededScopes = (security: readonly SecurityRequirement[]): string =>
  [...new Set(security.flatMap((requirement) => Object.values(requirement).flat()))].join(' ')
