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
  const merged = derived.map((application) => {
    const own = there.find(({ name }) => name === application.name)
    return own === undefined ? application : mergeApplication(own, application, bound)
  })
  const known = new Set(derived.map(({ name }) => name))
  const prefix = `${derived[0]?.name}-`
  // One for a service that is gone; those of other names are somebody's own.
  const isStale = ({ name, env }: Application): boolean => env?.SERVICES !== undefined && name === prefix + env.SERVICES
  const others = there.filter((application) => !known.has(application.name) && !isStale(application))
  return { version: 1, ...written, applications: [...merged, ...others] }
}

function mergeApplication(own: Application, derived: Application, bound: ReadonlySet<string>): Application {
  const instances = own.services ?? []
  const services: BoundInstance[] = [
    ...derived.services.map((instance) => instances.find(isSame(instance)) ?? instance),
    ...instances.filter((instance) => !derived.services.some(isSame(instance)) && !bound.has(bindingName(instance))),
  ]
  const routes = own.routes ?? []
  return {
    ...derived,
    ...own,
    services,
    routes: [
      ...derived.routes,
      ...routes.filter(({ route }) => !isDerived(route) && !derived.routes.some((other) => other.route === route)),
    ],
    env: mergeEnv(own.env ?? {}, derived.env),
  }
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
