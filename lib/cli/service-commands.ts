import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { listServices, type Project } from '../contract/project.ts'
import { commands as kitCommands } from './commands.ts'
import { CommandError } from './failure.ts'
import type { ServiceCommand } from './service-command.ts'

/** A command that a service brings along. */
export interface OwnedCommand extends ServiceCommand {
  name: string
  service: string
}

/**
 * The commands of the project's services, from each `functions/<service>/commands.ts`.
 *
 * @throws CommandError where two have one name, or one has the name of a command of the kit
 */
export async function loadServiceCommands(project: Project): Promise<OwnedCommand[]> {
  const owners = new Map(Object.keys(kitCommands).map((name) => [name, 'twelvefold itself (lib/cli/commands.ts)']))
  owners.set('help', 'twelvefold itself')
  const found: OwnedCommand[] = []
  for (const service of listServices(project)) {
    const path = join(project.functions, service, 'commands.ts')
    if (!existsSync(path)) continue
    const file = relative(project.root, path)
    for (const [name, { summary, load }] of Object.entries(await readCommands(path, file))) {
      const owner = owners.get(name)
      if (owner !== undefined)
        throw new CommandError(`The command ${name} of ${file} is there already: ${owner} has it. Rename one of them.`)
      owners.set(name, file)
      found.push({ name, service, summary, load })
    }
  }
  return found
}

async function readCommands(path: string, file: string): Promise<Record<string, ServiceCommand>> {
  const { commands } = (await import(pathToFileURL(path).href)) as { commands?: Record<string, ServiceCommand> }
  if (commands === undefined) throw new CommandError(`${file} does not export commands.`)
  return commands
}
