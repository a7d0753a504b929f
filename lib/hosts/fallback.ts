import { kitSettings } from '../config/kit.ts'
import { compose } from '../endpoint/compose.ts'
import { composeOuterStack } from '../endpoint/endpoint.ts'
import type { EndpointEvent, EndpointHandler, EndpointResult } from '../endpoint/exchange.ts'
import type { Operation } from '../endpoint/operation.ts'
import { problem } from '../problem/problem.ts'
import { createRouter } from './router.ts'

/** How long a browser may remember a preflight answer, in seconds. */
const preflightAge = '600'

/** A route of the deployment, as far as this knows it. */
export interface KnownRoute {
  method: string
  path: string
  cors?: Operation['cors']
}

/**
 * Answers what no operation matches, on every host in the same way: 404 for a path that does not exist, 405 with
 * `Allow` for a verb that the path does not have (RFC 9110, section 15.5.6), 204 with `Allow` for OPTIONS.
 *
 * @param routes every route of the deployment
 */
export function fallback(routes: readonly KnownRoute[]): EndpointHandler {
  /** For each method of a path, whether scripts of other origins may call it. */
  const router = createRouter<boolean>()
  for (const { method, path, cors = true } of routes) router.add(method, path, cors)

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
    const open = Object.keys(match.methods).filter((method) => match.methods[method])
    return { statusCode: 204, headers: { allow: allow.join(', '), ...preflight(open) } }
  }

  /** Where a path lets no script of another origin call it, none is to read anything of it here either. */
  const isClosed = ({ rawPath }: EndpointEvent): boolean => {
    const match = router.match(rawPath)
    return typeof match === 'object' && !Object.values(match.methods).includes(true)
  }
  const stack = { service: 'kit', operation: 'fallback', answersHead: true }
  const open = compose(composeOuterStack(stack), answer)
  const closed = compose(composeOuterStack({ ...stack, cors: false }), answer)
  return (event, context) => (isClosed(event) ? closed : open)(event, context)
}

/** The methods of a path as `Allow` says them: HEAD comes with GET, and OPTIONS is always answered. */
function allowedMethods(methods: string[]): string[] {
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort()
}

function preflight(open: string[]): Record<string, string> {
  const { CORS_ORIGINS } = kitSettings()
  if (CORS_ORIGINS.length === 0 || open.length === 0) return {}
  return {
    'access-control-allow-methods': allowedMethods(open).join(', '),
    'access-control-allow-headers':
      'authorization, content-type, idempotency-key, if-match, if-none-match, x-request-id',
    'access-control-max-age': preflightAge,
  }
}
