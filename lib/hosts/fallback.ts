import { kitSettings } from '../config/kit.ts'
import { compose } from '../endpoint/compose.ts'
import { composeOuterStack } from '../endpoint/endpoint.ts'
import type { EndpointEvent, EndpointHandler, EndpointResult } from '../endpoint/exchange.ts'
import { problem } from '../problem/problem.ts'
import { createRouter } from './router.ts'

/** How long a browser may remember a preflight answer, in seconds. */
const preflightAge = '600'

/**
 * Answers what no operation matches, on every host in the same way: 404 for a path that does not exist, 405 with
 * `Allow` for a verb that the path does not have (RFC 9110, section 15.5.6), 204 with `Allow` for OPTIONS.
 *
 * @param routes every route of the deployment: a method and a path template each
 */
export function fallback(routes: readonly { method: string; path: string }[]): EndpointHandler {
  const router = createRouter<true>()
  for (const { method, path } of routes) router.add(method, path, true)

  const answer = ({ rawPath, requestContext: { http } }: EndpointEvent): EndpointResult => {
    const match = router.match(rawPath)
    if (match === 'malformed') throw problem('bad-request', 'The path is not valid percent-encoding.')
    if (match === undefined) throw problem('not-found', `Nothing answers ${rawPath}.`)
    const allow = allowedMethods(Object.keys(match.methods))
    if (http.method !== 'OPTIONS') {
      throw problem('method-not-allowed', `${rawPath} answers ${allow.join(', ')}.`, {
        headers: { allow: allow.join(', ') },
        extensions: { allowed: allow },
      })
    }
    return { statusCode: 204, headers: { allow: allow.join(', '), ...preflight(allow) } }
  }

  return compose(composeOuterStack({ service: 'kit', operation: 'fallback', answersHead: true }), answer)
}

/** The methods of a path as `Allow` says them: HEAD comes with GET, and OPTIONS is always answered. */
function allowedMethods(methods: string[]): string[] {
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort()
}

function preflight(allow: string[]): Record<string, string> {
  const { CORS_ORIGINS } = kitSettings()
  if (CORS_ORIGINS.length === 0) return {}
  return {
    'access-control-allow-methods': allow.join(', '),
    'access-control-allow-headers':
      'authorization, content-type, idempotency-key, if-match, if-none-match, x-request-id',
    'access-control-max-age': preflightAge,
  }
}
