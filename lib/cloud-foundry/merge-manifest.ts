import type { DeclaredVariable } from '../config/declared-variables.ts'
import { type Application, type BoundInstance, bindingName, type Manifest } from './manifest.ts'

/**
 * Brings a manifest up to what is derived from the contracts, and leaves what somebody has decided as it is: memory,
 * instances, values, attributes and applications of their own. What follows from the contracts alone is replaced: which
 * services an application runs, which variables and service instances these need, and the paths that are theirs.
 *
 * @param written what `manifest.yml` has; undefined where there is none yet
 * @param variables all that are declared: what an application no longer needs of them is taken out
 * @example
 * mergeManifest(undefined, derived, variables) // { version: 1, applications: derived }
 */
export function mergeManifest(
  written: Manifest | undefined,
  derived: readonly Application[],
  variables: readonly DeclaredVariable[],
): Manifest {
  const there = written?.applications ?? []
  const bound = new Set(variables.flatMap(({ binding }) => binding?.service ?? []))
  const byName = new Map(derived.map((application) => [application.name, application]))
  const prefix = `${derived[0]?.name}-`
  // One for a service that is gone; those of other names are somebody's own.
  const isStale = ({ name, env }: Application): boolean => env?.SERVICES !== undefined && name === prefix + env.SERVICES
  const kept = there.flatMap((own) => {
    const current = byName.get(own.name)
    if (current !== undefined) return [mergeApplication(own, current, bound)]
    return isStale(own) ? [] : [own]
  })
  const added = derived.filter(({ name }) => !there.some((own) => own.name === name))
  return { version: 1, ...written, applications: [...kept, ...added] }
}

/** What somebody has taken out stays out: a platform may not know it, and `docker` rules out a path. */
function mergeApplication(own: Application, derived: Application, bound: ReadonlySet<string>): Application {
  const { services = [], routes = [], env = {}, ...decided } = own
  const isWanted = (instance: BoundInstance): boolean =>
    derived.services.some(isSame(instance)) || !bound.has(bindingName(instance))
  return {
    ...decided,
    ...(own['no-route'] === true ? {} : { routes: mergeRoutes(routes, derived.routes) }),
    services: [
      ...services.filter(isWanted),
      ...derived.services.filter((instance) => !services.some(isSame(instance))),
    ],
    env: mergeEnv(env, derived.env),
  } as Application
}

function mergeRoutes(own: Application['routes'], derived: Application['routes']): Application['routes'] {
  const has = (routes: Application['routes'], { route }: { route: string }): boolean =>
    routes.some((other) => other.route === route)
  return [
    ...own.filter((route) => has(derived, route) || !isDerived(route.route)),
    ...derived.filter((route) => !has(own, route)),
  ]
}

/** A value that is there stays, unless it says which services these are. */
function mergeEnv(
  own: Readonly<Record<string, string>>,
  derived: Readonly<Record<string, string>>,
): Record<string, string> {
  const needed = Object.entries(derived).map(([name, value]) => [
    name,
    name === 'SERVICES' ? value : (own[name] ?? value),
  ])
  const others = Object.entries(own).filter(([name, value]) => !(name in derived) && !isLeftOver(name, value))
  return Object.fromEntries([...needed, ...others])
}

/** Written by an earlier run, for a service that is no longer called or an application that had fewer services. */
const isLeftOver = (name: string, value: string): boolean =>
  name === 'SERVICES' || (name.endsWith('_URL') && value === '((url))')

const isSame =
  (one: BoundInstance) =>
  (other: BoundInstance): boolean =>
    bindingName(one) === bindingName(other)

/** Written by an earlier run; the contract may no longer have it. */
const isDerived = (route: string): boolean => route.startsWith('((host))')
