import { Command } from 'commander'
import { findForbiddenImports } from '../contract/dependencies.ts'
import { ContractError } from '../contract/fault.ts'
import { readContracts } from '../contract/generate.ts'
import { openProject } from '../contract/project.ts'
import { loadServiceCommands } from './service-commands.ts'

/** `twelvefold check`: every check of contracts, handlers, dependency directions and commands, and nothing else. */
export const check: Command = new Command('check')
  .description(
    'check contracts, handlers, dependency directions and the names of commands; exit with 1 where something is wrong',
  )
  .action(async () => {
    const project = openProject()
    const services = await readContracts(project)
    const faults = findForbiddenImports(project)
    if (faults.length > 0) throw new ContractError(faults, project.root)
    await loadServiceCommands(project)
    const operations = services.reduce((sum, service) => sum + service.operations.length, 0)
    console.log(`${services.length} contracts, ${operations} operations: all right`)
  })
