import type { EndpointEvent, EndpointHandler } from '../endpoint/exchange.ts'
import type { Application, Endpoint } from '../hosts/application.ts'
import { fallback } from '../hosts/fallback.ts'
import { createRouter, type Match, type Methods, type Router } from '../hosts/router.ts'

/** An endpoint beside the path that it is found at, which need not be its operation's. */
export interface MockRoute extends Endpoint {
  path: string
}

/**
 * Routes for paths of every kind that OpenAPI allows: the hosts of the kit, like API Gateway, only know parameters
 * that fill a segment; here `/reports/{name}.pdf` is found as well, after all others.
 *
 * @param routes of two with the same method and path the first counts
 */
export function routeMocks(routes: readonly MockRoute[]): Pick<Application, 'router' | 'fallback'> {
  const plain = createRouter<EndpointHandler>()
  const mixed: { expression: RegExp; names: string[]; methods: Methods<EndpointHandler> }[] = []
  const plainRoutes: { method: string; path: string }[] = []
  const known = new Set<string>()
  for (const { path, operation, handler } of routes) {
    const { method } = operation
    if (known.has(`${method} ${path}`)) continue
    known.add(`${method} ${path}`)
    if (path.split('/').every((segment) => /^(?:\{[^{}]+\}|[^{}]*)$/.test(segment))) {
      plain.add(method, path, handler)
      plainRoutes.push({ method, path })
    } else mixed.push({ ...toExpression(path), methods: { [method]: handler } })
  }

  const match: Router<EndpointHandler>['match'] = (path) => {
    const found = plain.match(path)
    return found ?? matchMixed(path)
  }
  const matchMixed = (path: string): Match<EndpointHandler> | undefined => {
    const fits = mixed.filter(({ expression }) => expression.test(path))
    const values = fits[0]?.expression.exec(path)?.slice(1) ?? []
    const params = fits[0]?.names.map((name, at): [string, string] => [name, decode(values[at] ?? '')])
    if (params === undefined) return undefined
    return { methods: Object.assign({}, ...fits.map(({ methods }) => methods)), params: Object.fromEntries(params) }
  }
  const answerOthers = fallback(plainRoutes)
  return {
    router: { add: plain.add, match },
    fallback: (event, context) => {
      const found = plain.match(event.rawPath) === undefined ? matchMixed(event.rawPath) : undefined
      return found === undefined ? answerOthers(event, context) : fallback(allOf(found, event))(event, context)
    },
  }
}

/** The methods of the one path that was asked for, for a fallback that knows no templates like it. */
const allOf = ({ methods }: Match<EndpointHandler>, { rawPath }: EndpointEvent): { method: string; path: string }[] =>
  Object.keys(methods).map((method) => ({ method, path: rawPath }))

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
