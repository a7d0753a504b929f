import { Command } from 'commander'
import { ConfigError } from '../config/config-error.ts'
import { findSecretsInFiles } from '../config/secrets-in-files.ts'
import { findForbiddenImports } from '../contract/dependencies.ts'
import { ContractError } from '../contract/fault.ts'
import { readContracts } from '../contract/generate.ts'
import { openProject, type Project } from '../contract/project.ts'
import { examineOtherEnvironment } from './examine-other-environment.ts'
import { loadServiceCommands } from './service-commands.ts'

/** `twelvefold check`: every check of contracts, handlers, dependency directions, commands and env files, no other. */
export const check: Command = new Command('check')
  .description(
    'check contracts, handlers, dependency directions and the names of commands, and look for secrets in env/;\n' +
      'exit with 1 where something is wrong (78 for a secret)',
  )
  .action(async () => {
    const project = openProject()
    const services = await readContracts(project)
    const faults = findForbiddenImports(project)
    if (faults.length > 0) throw new ContractError(faults, project.root)
    await loadServiceCommands(project)
    await refuseSecrets(project)
    const operations = services.reduce((sum, service) => sum + service.operations.length, 0)
    console.log(`${services.length} contracts, ${operations} operations: all right`)
  })

/** What is a secret, all services say, whatever is set here. */
async function refuseSecrets({ root }: Project): Promise<void> {
  const { rows } = await examineOtherEnvironment(root, {}, { files: false })
  const faults = findSecretsInFiles(root, rows)
  if (faults.length > 0) throw new ConfigError(faults)
}
