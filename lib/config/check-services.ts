import { ConfigError, type ConfigFault } from './config-error.ts'
import { readKitSettings } from './kit.ts'
import type { Environment } from './source.ts'

/** How to load what a service declares: `load` imports its `config.ts`. */
export interface ServiceLoader {
  service: string
  load: () => Promise<unknown>
}

/**
 * Loads the config of every service, and the kit's own, so that all that is missing or wrong is reported at once.
 * Hosts call it before the first request.
 *
 * @param env the environment that the kit's own variables are read from; services read the process's
 * @throws ConfigError with every fault of every service; end the process with its `exitCode`
 * @throws whatever else a service's `config.ts` throws, when no variable is at fault
 * @example
 * await checkServices([{ service: 'catalog', load: () => import('./functions/catalog/config.ts') }])
 */
export async function checkServices(loaders: readonly ServiceLoader[], env: Environment = process.env): Promise<void> {
  const reads = [async () => readKitSettings(env), ...loaders.map(({ load }) => load)]
  const outcomes = await Promise.allSettled(reads.map(async (read) => read()))
  const reasons: unknown[] = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))

  const faults: ConfigFault[] = reasons.flatMap((reason) => (reason instanceof ConfigError ? reason.faults : []))
  if (faults.length > 0) throw new ConfigError(faults)
  if (reasons.length > 0) throw reasons[0]
}
