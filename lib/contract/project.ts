import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where the parts of a project are. Every command works on the project of the current folder. */
export interface Project {
  root: string
  functions: string
  generated: string
  dist: string
}

export function openProject(root: string = process.cwd()): Project {
  const base = resolve(root)
  return {
    root: base,
    functions: join(base, 'functions'),
    generated: join(base, 'generated'),
    dist: join(base, 'dist'),
  }
}

/** The names of the project's services: the folders of `functions/` that hold a contract, sorted. */
export function listServices(project: Project): string[] {
  if (!existsSync(project.functions)) return []
  return readdirSync(project.functions, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(project.functions, entry.name, 'openapi.yaml')))
    .map((entry) => entry.name)
    .sort()
}

/** Whether a service keeps data: then its hosts check and open the store before the first request. */
export function declaresCollections(project: Project, service: string): boolean {
  const folder = join(project.functions, service)
  return readdirSync(folder).some(
    (file) => file.endsWith('.ts') && /\bcollection\s*[(<]/.test(readFileSync(join(folder, file), 'utf8')),
  )
}
