import { checkServices } from '../config/check-services.ts'
import { ConfigError, type ConfigFault } from '../config/config-error.ts'
import { loadEnvironment } from '../config/environment.ts'
import { type InventoryRow, listInventory } from '../config/inventory.ts'
import { selectServices } from '../config/select-services.ts'
import { list } from '../config/variable-types.ts'
import { listServices, type Project } from '../contract/project.ts'
import { configLoaders } from './config-loaders.ts'

/** What an environment must hold, what it holds, and what is wrong with it. */
export interface Examined {
  rows: InventoryRow[]
  faults: readonly ConfigFault[]
}

/**
 * Lists every variable of the environment of this process, and every fault: it goes on where a host would stop.
 *
 * @param options.files false: `env/<ENV>.env` is not read
 * @example
 * const { rows, faults } = await examineEnvironment(openProject())
 */
export async function examineEnvironment(project: Project, { files = true } = {}): Promise<Examined> {
  const faults: ConfigFault[] = []
  const file = files ? attempt(() => loadEnvironment({ root: project.root }).file, undefined) : undefined
  const names = listServices(project)
  const services = attempt(() => selectServices(names, list().parse(process.env.SERVICES ?? '')), names)
  try {
    await checkServices(configLoaders(project, services))
  } catch (error) {
    gather(error)
  }
  const rows = listInventory(process.env, file)
  return { rows, faults: faults.length > 0 ? new ConfigError(faults).faults : [] }

  function attempt<Value>(step: () => Value, otherwise: Value): Value {
    try {
      return step()
    } catch (error) {
      gather(error)
      return otherwise
    }
  }

  function gather(error: unknown): void {
    if (!(error instanceof ConfigError)) throw error
    faults.push(...error.faults)
  }
}
