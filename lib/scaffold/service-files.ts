import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Project } from '../contract/project.ts'
import { fillIn } from './fill-in.ts'
import type { ServiceNames } from './names.ts'
import { readTemplate } from './template.ts'

/** What every contract refers to; a project has it once. */
const shared = 'functions/problem.yaml'

/**
 * The files of a new service: its folder, its tests, and the error responses of all contracts where the project does
 * not have them yet.
 *
 * @returns path from the project's root → text
 */
export function listServiceFiles({ root }: Project, names: ServiceNames): Map<string, string> {
  const files = [...readTemplate()]
    .filter(([path]) => /sample-service\//.test(path) || (path === shared && !existsSync(join(root, path))))
    .map(([path, text]) => [fillIn(path, names), fillIn(text, names)] as const)
  return new Map(files)
}
