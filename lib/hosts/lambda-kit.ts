import { docsEndpoints } from '../docs/endpoints.ts'
import type { EndpointEvent, EndpointHandler } from '../endpoint/exchange.ts'
import type { Endpoint, ServiceModule } from './application.ts'
import { fallback, type KnownRoute } from './fallback.ts'
import { type LambdaHandler, toLambda } from './lambda.ts'
import { createRouter } from './router.ts'
import { serviceEndpoints } from './service-endpoints.ts'

type Release = { version: string; commit: string }

/** The function behind `/<service>/-/…`. */
export function serviceFunction(
  service: Pick<ServiceModule, 'name' | 'loadContract'>,
  release: Release,
): LambdaHandler {
  return toLambda(oneOf(serviceEndpoints(service, describe(release))), '', release.version)
}

/** The function behind `/docs`. */
export function docsFunction(
  services: readonly Pick<ServiceModule, 'name' | 'loadContract'>[],
  release: Release,
): LambdaHandler {
  return toLambda(oneOf(docsEndpoints(services, describe(release))), '', release.version)
}

/** The function behind `$default`. */
export function defaultFunction(routes: readonly KnownRoute[]): LambdaHandler {
  return toLambda(fallback(routes))
}

const describe = (release: Release): Release => ({ ...release, version: process.env.VERSION || release.version })

/** One handler for several endpoints, chosen by the path: the gateway has already chosen among them and the rest. */
function oneOf(endpoints: readonly Endpoint[]): EndpointHandler {
  const router = createRouter<EndpointHandler>()
  for (const { operation, handler } of endpoints) router.add(operation.method, operation.path, handler)
  const otherwise = fallback(endpoints.map(({ operation }) => operation))
  return (event: EndpointEvent, context) => {
    const match = router.match(event.rawPath)
    const handler = match === undefined || match === 'malformed' ? undefined : match.methods.GET
    if (handler === undefined || match === undefined || match === 'malformed') return otherwise(event, context)
    if (match.params !== undefined) event.pathParameters = match.params
    return handler(event, context)
  }
}
