import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Project } from '../contract/project.ts'
import { type Declaration, listCollections } from '../store/store.ts'

export interface ServiceCollection extends Declaration {
  service: string
}

/** The collections that services declare: the modules which do so are imported, their handlers are not. */
export async function loadCollections(project: Project, services: readonly string[]): Promise<ServiceCollection[]> {
  const found: ServiceCollection[] = []
  for (const service of services) {
    const folder = join(project.functions, service)
    for (const name of readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .sort()) {
      const text = readFileSync(join(folder, name), 'utf8')
      if (!/\bcollection\s*[(<]/.test(text) || /^export\s+const\s+handler\b/m.test(text)) continue
      await import(pathToFileURL(join(folder, name)).href)
    }
    const known = new Set(found.map((collection) => collection.name))
    found.push(
      ...listCollections()
        .filter((declared) => !known.has(declared.name))
        .map((declared) => ({ service, ...declared })),
    )
  }
  return found
}
