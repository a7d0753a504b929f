/** The route that API Gateway has chosen for a request. */
export interface RouteMatch {
  routeKey: string
  /** The function's id. */
  target: string
  /** By name, still percent-encoded. */
  params: Record<string, string>
}

/**
 * Chooses a route as an HTTP API does: a full match of method and path first, a literal segment before a variable,
 * `$default` where nothing fits. Source: "Create routes for HTTP APIs", section "Routing API requests".
 */
export function chooseRoute(routes: ReadonlyMap<string, string>, method: string, path: string): RouteMatch {
  const segments = path.split('/')
  const fitting = [...routes.keys()].flatMap((routeKey) => {
    const [verb, template = ''] = routeKey.split(' ')
    const params = verb === method ? fit(template.split('/'), segments) : undefined
    return params === undefined ? [] : [{ routeKey, params }]
  })
  fitting.sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)
  const { routeKey, params } = fitting[0] ?? { routeKey: '$default', params: {} }
  return { routeKey, target: routes.get(routeKey) ?? '', params }
}

function fit(template: string[], segments: string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [at, part] of template.entries()) {
    const segment = segments[at] ?? ''
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name === undefined ? part !== segment : segment === '') return undefined
    if (name !== undefined) params[name] = segment
  }
  return params
}
