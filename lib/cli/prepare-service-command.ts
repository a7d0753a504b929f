import type { Command } from 'commander'
import { loadEnvironment } from '../config/environment.ts'
import { generate } from '../contract/generate.ts'
import type { Project } from '../contract/project.ts'
import type { OwnedCommand } from './service-commands.ts'

/** A service's command, to be run: the contracts are compiled and the project's environment is loaded before it is. */
export async function prepareServiceCommand(project: Project, { name, load }: OwnedCommand): Promise<Command> {
  await generate(project)
  loadEnvironment({ root: project.root })
  return (await load()).name(name)
}
