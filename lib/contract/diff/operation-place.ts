import type { OperationModel } from '../operations.ts'
import type { Place } from './change.ts'

/** Where an operation stands. */
export function placeOf({ id, method, path }: OperationModel): Place {
  return { endpoint: `${method.toUpperCase()} ${path}`, operation: id, where: '', path: ['paths', path, method] }
}
