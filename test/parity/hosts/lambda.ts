import type { FrontDoor } from './front-door.ts'
import { splitTarget } from './front-door.ts'
import { loadBalancer } from './front-door-alb.ts'
import { httpApi } from './front-door-http.ts'
import { restApi } from './front-door-rest.ts'
import type { Host, HostKind } from './host.ts'
import type { Functions } from './lambda-functions.ts'
import type { LambdaPackage } from './lambda-package.ts'
import { chooseRoute } from './lambda-routes.ts'

const frontDoors: Partial<Record<HostKind, FrontDoor>> = {
  'lambda-http': httpApi,
  'lambda-rest': restApi,
  'lambda-alb': loadBalancer(true),
  'lambda-alb-single': loadBalancer(false),
}

/** The lambda host: packaged functions behind one of AWS's front doors. */
export function openFrontDoor(kind: HostKind, { routes }: LambdaPackage, functions: Functions): Host {
  const door = frontDoors[kind]
  if (door === undefined) throw new Error(`${kind} is no front door`)
  return {
    kind,
    async request(request) {
      const { path } = splitTarget(request)
      // A REST API's resource /payment also gets /payment/: docs/reference/hosts.md.
      const found = kind === 'lambda-rest' ? path.replace(/(.)\/$/, '$1') : path
      const route = chooseRoute(routes, request.method, found)
      return door.toResponse(request, await functions.invoke(route.target, door.toEvent(request, route)))
    },
    logged: functions.lines.find,
    stop: functions.stop,
  }
}
