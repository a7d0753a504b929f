import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { countsInStore, type Project, takesIdempotencyKeys } from '../contract/project.ts'
import { type Declaration, listCollections } from './store.ts'

/** A module is run once however often it is imported, so what it has declared is remembered. */
const byFolder = new Map<string, Promise<Declaration[]>>()

/**
 * The collections that services declare, by name, and those that the kit keeps for them: the answers of operations with
 * an `Idempotency-Key`, and counts of requests where `RATE_LIMITS` is `store`. It imports the services' modules that call
 * `collection()`, handlers excepted: what such a module imports is run too, so the configuration of its service has a
 * module of its own.
 *
 * @throws whatever such a module throws
 * @example
 * const project = openProject()
 * const collections = await loadCollections(project, listServices(project))
 */
export async function loadCollections(project: Project, services: readonly string[]): Promise<Declaration[]> {
  const found: Declaration[] = await loadKitCollections(project, services)
  // One after the other: what appears meanwhile is this service's.
  for (const service of services) {
    const folder = join(project.functions, service)
    const loading = byFolder.get(folder) ?? loadFolder(folder)
    byFolder.set(folder, loading)
    found.push(...(await loading))
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Those that the kit keeps for services. All services share them; their keys begin with the service's name. */
export async function loadKitCollections(project: Project, services: readonly string[]): Promise<Declaration[]> {
  const names: string[] = []
  if (services.some((service) => takesIdempotencyKeys(project, service)))
    names.push((await import('../endpoint/idempotency-records.ts')).idempotencyKeys.name)
  if (services.some((service) => countsInStore(project, service)))
    names.push((await import('../endpoint/rate-limit-store.ts')).rateLimits.name)
  return listCollections().filter(({ name }) => names.includes(name))
}

async function loadFolder(folder: string): Promise<Declaration[]> {
  const before = new Set(listCollections())
  const files = readdirSync(folder).filter((file) => /(?<!\.test|\.d)\.[jt]s$/.test(file))
  for (const path of files.sort().map((file) => join(folder, file))) {
    if (declaresCollection(readFileSync(path, 'utf8'))) await import(pathToFileURL(path).href)
  }
  return listCollections().filter((declaration) => !before.has(declaration))
}

const declaresCollection = (source: string): boolean =>
  /\bcollection\s*(?:<[^(]*>)?\(/.test(source) && !/^export const handler\b/m.test(source)
