import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { styleText } from 'node:util'
import { Command } from 'commander'
import { runJob } from '../client/run-job.ts'
import { checkServices } from '../config/check-services.ts'
import { ConfigError } from '../config/config-error.ts'
import { loadEnvironment } from '../config/environment.ts'
import { kitSettings } from '../config/kit.ts'
import { selectServices } from '../config/select-services.ts'
import { generate } from '../contract/generate.ts'
import { hasRecovery, listServices, openProject, type Project } from '../contract/project.ts'
import { readName } from '../contract/release.ts'
import { startTraces, stopTraces } from '../observe/traces/traces.ts'
import { closeStore } from '../store/store.ts'
import { configLoaders } from './config-loaders.ts'
import { CommandError } from './failure.ts'

/** `twelvefold recover`: one pass of the recovery that hosts run at their start and now and then. */
export const recoverCommand: Command = new Command('recover')
  .description(
    'finish or take back what services have left half done, once, in the store that STORE_URL names;\n' +
      'exit with 1 where a service could not (SERVICES narrows it)',
  )
  .argument('[services...]', 'which ones (default: all that have a recover.ts)')
  .action(async (named: string[]) => {
    const project = openProject()
    await generate(project)
    loadEnvironment({ root: project.root })
    const services = chooseServices(project, named)
    await checkServices(configLoaders(project, services))
    const [only, ...others] = services
    await startTraces(only !== undefined && others.length === 0 ? only : readName(project))
    try {
      for (const service of services) await recoverOne(project, service)
    } finally {
      await closeStore()
      await stopTraces(3_000)
    }
  })

function chooseServices(project: Project, named: readonly string[]): string[] {
  const all = listServices(project)
  const chosen = selectServices(all, named.length > 0 ? named : kitSettings().SERVICES)
  const without = chosen.filter((service) => !hasRecovery(project, service))
  if (named.length > 0 && without.length > 0)
    throw new CommandError(`Nothing can be left half done in ${without.join(', ')}: there is no recover.ts.`)
  return chosen.filter((service) => !without.includes(service))
}

async function recoverOne(project: Project, service: string): Promise<void> {
  const file = join(project.functions, service, 'recover.ts')
  try {
    const { recover } = (await import(pathToFileURL(file).href)) as { recover: () => Promise<number> }
    const count = await runJob(`recover-${service}`, () => recover())
    console.log(`${service}: ${count === 0 ? 'nothing to recover' : `${count} recovered`}`)
  } catch (error) {
    // The store cannot be had: that is no matter of this service.
    if (error instanceof ConfigError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    console.error(styleText('red', `${service}: the recovery failed: ${reason}`, { stream: process.stderr }))
    process.exitCode = 1
  }
}
