import type { LocalContract } from './local-contract.ts'
import type { JourneyResult } from './result.ts'

/**
 * The operations that neither a contract nor a journey has called: nobody shall believe that they were tried.
 *
 * @param called `<service> <operation>` of each that was
 */
export function listUncalled(contracts: readonly LocalContract[], called: ReadonlySet<string>): JourneyResult {
  const steps = contracts.flatMap(({ service, models }) =>
    models
      // Each GET is a step of its contract, with the reason if it was skipped.
      .filter(({ id, method }) => method !== 'get' && !called.has(`${service} ${id}`))
      .map(({ id, method, path }) => ({
        name: `${id}: ${method.toUpperCase()} ${path}`,
        status: 'skipped' as const,
        ms: 0,
        note: 'no journey that was run calls it',
      })),
  )
  return { name: 'operations that were not called', steps, ms: 0 }
}
