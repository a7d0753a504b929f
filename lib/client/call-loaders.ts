import { readAuthSettings } from '../auth/auth-settings.ts'
import type { ServiceLoader } from '../config/check-services.ts'
import { readCallSettings, readCredentials } from './client-settings.ts'

/** What a service calls: see `lib/contract/called-services.ts`. */
export interface CallingService {
  name: string
  calls?: { services: readonly string[]; needsCredentials: boolean }
}

/** Reads what calls to other services need of the environment, so that faults are told before the first request. */
export function callLoaders(services: readonly CallingService[]): ServiceLoader[] {
  return services.flatMap(({ name, calls }) => {
    const addresses = (calls?.services ?? []).map((called) => async () => readCallSettings(called, { neededBy: name }))
    const credentials = [async () => readAuthSettings(), async () => readCredentials({ neededBy: name })]
    const reads: (() => Promise<unknown>)[] = [...addresses, ...(calls?.needsCredentials ? credentials : [])]
    return reads.map((load) => ({ service: name, load }))
  })
}
