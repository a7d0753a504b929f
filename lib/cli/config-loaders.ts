import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readAuthSettings } from '../auth/auth-settings.ts'
import { callLoaders } from '../client/call-loaders.ts'
import type { ServiceLoader } from '../config/check-services.ts'
import { describeGenerated, findCalls } from '../contract/called-services.ts'
import { declaresCollections, type Project, takesTokens } from '../contract/project.ts'
import { readDashboardSettings } from '../dashboard/settings.ts'
import { readPackagingSettings } from '../hosts/aws/packaging-settings.ts'
import { readTraceSettings } from '../observe/traces/trace-settings.ts'
import { readStoreSettings } from '../store/store.ts'

/** What reads the configuration of services, for `checkServices`: their `config.ts`, and the store's where one keeps data. */
export function configLoaders(project: Project, services: readonly string[]): ServiceLoader[] {
  const configs = services.flatMap((service) => {
    const file = join(project.functions, service, 'config.ts')
    return existsSync(file) ? { service, load: () => import(pathToFileURL(file).href) } : []
  })
  const isDesk = /^(?:dev)?$/.test(process.env.ENV ?? '')
  const store = services.some((service) => declaresCollections(project, service))
  const access = services.some((service) => takesTokens(project, service))
  const calling = services.map((name) => ({ name, calls: findCalls(project, name, describeGenerated(project)) }))
  return [
    ...configs,
    ...callLoaders(calling),
    ...(store ? [{ service: 'store', load: async () => readStoreSettings() }] : []),
    { service: 'traces', load: async () => readTraceSettings() },
    { service: 'packaging', load: async () => readPackagingSettings() },
    ...(isDesk ? [{ service: 'dashboard', load: async () => readDashboardSettings() }] : []),
    ...(access ? [{ service: 'access', load: async () => readAuthSettings() }] : []),
  ]
}
