import { readDate } from '../deprecation.ts'
import type { OperationModel } from '../operations.ts'
import type { Place } from './change.ts'

/** What a client calls: the method, and the path whatever its parameters are called. */
export const toRoute = ({ method, path }: Pick<OperationModel, 'method' | 'path'>): string =>
  `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`

/** Whether the day has passed on which a deprecated operation was said to end. */
export function isPastSunset({ source }: OperationModel, now: Date): boolean {
  const sunset = source.deprecated === true ? readDate(source['x-sunset']) : undefined
  return sunset !== undefined && sunset <= now
}

/**
 * The operation that stands for one that is gone under a later version of its path: `/catalog/v2/products` for
 * `/catalog/products` and for `/catalog/v1/products`. One that was there before announces nothing.
 */
export function findSuccessor(
  operation: OperationModel,
  added: ReadonlyMap<string, OperationModel>,
): (Pick<Place, 'path'> & { endpoint: string }) | undefined {
  const { version, route } = readVersion(operation)
  for (const candidate of added.values()) {
    const other = readVersion(candidate)
    if (other.route !== route || other.version <= version) continue
    const { method, path } = candidate
    return { endpoint: `${method.toUpperCase()} ${path}`, path: ['paths', path, method] }
  }
  return undefined
}

/** A path without a version is the first. */
function readVersion({ method, path }: OperationModel): { version: number; route: string } {
  const [found, number = '1'] = /\/v(\d+)(?=\/|$)/.exec(path) ?? []
  return { version: Number(number), route: toRoute({ method, path: found ? path.replace(found, '') : path }) }
}
