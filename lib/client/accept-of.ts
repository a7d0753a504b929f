import type { OperationDescriptor } from './descriptor.ts'

/** The `accept` header of an operation: what its listed answers come as, and problems. */
export function acceptOf({ responses }: OperationDescriptor): string {
  const types = new Set(Object.values(responses).flatMap((content) => Object.keys(content)))
  return [...types.add('application/problem+json')].join(', ')
}
