import type { EndpointEvent, EndpointHandler } from '../endpoint/exchange.ts'
import type { Application, Endpoint } from '../hosts/application.ts'
import { fallback, type KnownRoute } from '../hosts/fallback.ts'
import { createRouter, type Match, type Router } from '../hosts/router.ts'

/** An endpoint beside the path that it is found at, which need not be its operation's. */
export interface MockRoute extends Endpoint {
  path: string
}

interface MixedRoute {
  expression: RegExp
  names: string[]
  method: string
  handler: EndpointHandler
}

/**
 * Routes for paths of every kind that OpenAPI allows: the hosts of the kit, like API Gateway, only know parameters
 * that fill a segment; here `/reports/{name}.pdf` is found as well, where nothing else is.
 *
 * @param routes of two with the same method and path the first counts
 */
export function routeMocks(routes: readonly MockRoute[]): Pick<Application, 'router' | 'fallback'> {
  const plain = createRouter<EndpointHandler>()
  const plainRoutes: KnownRoute[] = []
  const mixed: MixedRoute[] = []
  for (const { path, operation, handler } of distinct(routes)) {
    const { method, cors } = operation
    if (isPlain(path)) plainRoutes.push({ method, path, ...(cors === undefined ? {} : { cors }) })
    if (isPlain(path) && method === 'HEAD')
      plain.add(
        'GET',
        path,
        onlyHead(handler, () => others),
      )
    else if (isPlain(path)) plain.add(method, path, handler)
    else mixed.push({ ...toExpression(path), method, handler })
  }
  const others = fallback(plainRoutes.filter(({ method }) => method !== 'OPTIONS'))
  const match: Router<EndpointHandler>['match'] = (path) => plain.match(path) ?? matchMixed(mixed, path)
  return {
    router: { add: plain.add, match },
    fallback: (event, context) => {
      const found = plain.match(event.rawPath) === undefined ? matchMixed(mixed, event.rawPath) : undefined
      return (found === undefined ? others : fallbackOf(found, event))(event, context)
    },
  }
}

/** Without what another route answers already; the hosts answer HEAD from GET where there is one. */
function distinct(routes: readonly MockRoute[]): MockRoute[] {
  const first = new Map<string, MockRoute>()
  for (const route of routes) {
    const key = `${route.operation.method} ${route.path}`
    if (!first.has(key)) first.set(key, route)
  }
  return [...first.values()].filter(({ operation, path }) => operation.method !== 'HEAD' || !first.has(`GET ${path}`))
}

const isPlain = (path: string): boolean => path.split('/').every((segment) => /^(?:\{[^{}]+\}|[^{}]*)$/.test(segment))

/** For a HEAD without a GET: the hosts look for it there. */
const onlyHead =
  (handler: EndpointHandler, others: () => EndpointHandler): EndpointHandler =>
  (event, context) =>
    (event.requestContext.http.method === 'HEAD' ? handler : others())(event, context)

function matchMixed(routes: readonly MixedRoute[], path: string): Match<EndpointHandler> | undefined {
  const fits = routes.filter(({ expression }) => expression.test(path))
  const [first] = fits
  if (first === undefined) return undefined
  const values = first.expression.exec(path)?.slice(1) ?? []
  return {
    methods: Object.fromEntries(fits.toReversed().map(({ method, handler }) => [method, handler])),
    params: Object.fromEntries(first.names.map((name, at) => [name, decode(values[at] ?? '')])),
  }
}

/** A fallback that knows the methods of the one path that was asked for. */
const fallbackOf = ({ methods }: Match<EndpointHandler>, { rawPath }: EndpointEvent): EndpointHandler =>
  fallback(Object.keys(methods).map((method) => ({ method, path: rawPath })))

function toExpression(path: string): { expression: RegExp; names: string[] } {
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name)
  const source = path.split(/\{[^{}]+\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return { expression: new RegExp(`^${source.join('([^/]+?)')}$`), names }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
