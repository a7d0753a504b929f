import type { ServiceEntry } from './application.ts'

/**
 * Whether services keep something in the store: documents of their own, or counts of requests.
 *
 * @param env where `RATE_LIMITS` stands
 */
export function needsStore(
  services: readonly Pick<ServiceEntry, 'usesStore' | 'limitsRates'>[],
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  const countsInStore = env.RATE_LIMITS === 'store'
  return services.some((service) => service.usesStore || (countsInStore && service.limitsRates))
}
