import { existsSync, readdirSync } from 'node:fs'
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
