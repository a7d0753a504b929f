import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { SystemName } from './cases/case.ts'
import type { ProjectName } from './hosts/workspace.ts'

/** What each system of the cases is: a project, and the variables of its environment. */
export const systems: Record<SystemName, { project: ProjectName; variables: Record<string, string> }> = {
  services: { project: 'services', variables: { ENV: 'test' } },
  fixture: { project: 'fixture', variables: { ENV: 'test' } },
  production: { project: 'fixture', variables: { ENV: 'production' } },
}

/** The fixture's env file, as a deployment puts it into the environment of every function. */
export function readEnvFile(name: string): Record<string, string> {
  const file = join(import.meta.dirname, 'project/env', `${name}.env`)
  return { ...parseEnv(readFileSync(file, 'utf8')), ENV: name } as Record<string, string>
}
