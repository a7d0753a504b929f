import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { listServices, type Project } from '../contract/project.ts'

/** The file of a project that declares a collection of this name, from the project's root; undefined where none does. */
export function findCollection(project: Project, name: string): string | undefined {
  const declared = new RegExp(`\\bcollection\\s*(?:<[^(]*>)?\\(\\s*['"]${name}['"]`)
  for (const service of listServices(project)) {
    const folder = join(project.functions, service)
    for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.ts'))) {
      if (declared.test(readFileSync(join(folder, file), 'utf8'))) return relative(project.root, join(folder, file))
    }
  }
  return undefined
}
