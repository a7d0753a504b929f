import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Project } from '../../contract/project.ts'
import type { Operation } from '../../endpoint/operation.ts'
import { type Application, type ApplicationModule, loadApplication } from '../../hosts/application.ts'

/** A service of this process. */
export interface LoadedService {
  name: string
  /** Those of its contract. */
  operations: readonly Operation[]
  usesStore: boolean
  /** Its contract, as JSON. */
  loadContract: () => Promise<string>
  /** Its demo data. */
  loadDemo?: () => Promise<{ seed: () => Promise<number> }>
}

/** What a shell works with. */
export interface LoadedServices {
  application: Application
  services: readonly LoadedService[]
}

/**
 * Loads the services that `SERVICES` picks as a host does, but leaves the store closed.
 *
 * @throws ConfigError with every fault of their configuration
 */
export const loadServices = (project: Project): Promise<LoadedServices> => load(join(project.generated, 'app.js'))

let version = 0

/**
 * Compiles, bundles and loads the services anew, beside those that were loaded before: Node never forgets a module.
 *
 * @throws what is wrong with the edit
 */
export async function reloadServices(project: Project): Promise<LoadedServices> {
  const [{ generate }, { bundleApplication, versionsFolder }] = await Promise.all([
    import('../../contract/generate.ts'),
    import('../../build/bundle-application.ts'),
  ])
  await generate(project)
  if (version === 0) process.on('exit', () => rmSync(versionsFolder(project), { recursive: true, force: true }))
  return load(await bundleApplication(project, version++))
}

async function load(file: string): Promise<LoadedServices> {
  const module = (await import(pathToFileURL(file).href)) as ApplicationModule
  const application = await loadApplication(module, { storeLater: true })
  const entries = module.services.filter(({ name }) => application.services.includes(name))
  const services = entries.map(async ({ name, load: loadModule, usesStore = false, loadDemo }) => {
    const { endpoints, loadContract } = await loadModule()
    const operations = endpoints.map(({ operation }) => operation)
    return { name, operations, usesStore, loadContract, ...(loadDemo === undefined ? {} : { loadDemo }) }
  })
  return { application, services: await Promise.all(services) }
}
