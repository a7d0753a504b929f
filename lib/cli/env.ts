import { styleText } from 'node:util'
import { Command } from 'commander'
import { checkServices } from '../config/check-services.ts'
import { ConfigError, type ConfigFault } from '../config/config-error.ts'
import { loadEnvironment } from '../config/environment.ts'
import { type InventoryRow, listInventory } from '../config/inventory.ts'
import { selectServices } from '../config/select-services.ts'
import { list } from '../config/variable-types.ts'
import { listServices, openProject, type Project } from '../contract/project.ts'
import { toColumns } from './columns.ts'
import { configLoaders } from './config-loaders.ts'

/** `twelvefold env`: what the environment must hold, and what it holds. `--check` exits 78 where it is at fault. */
export const env: Command = new Command('env')
  .description('print the environment variables: who needs each, its default, its value and where that comes from')
  .option('--check', 'print only what is missing or wrong, and exit with 78 if anything is')
  .option('--json', 'print JSON')
  .action(async (options: { check?: boolean; json?: boolean }) => {
    const { rows, faults } = await examine(openProject())
    if (options.check) {
      if (faults.length > 0) process.exitCode = new ConfigError(faults).exitCode
      if (options.json) console.log(JSON.stringify(faults, null, 2))
      else console.log(faults.length > 0 ? toLines(faults) : `${rows.length} variables, all right`)
      return
    }
    if (options.json) return console.log(JSON.stringify(rows, null, 2))
    console.log(toTable(rows))
    if (faults.length > 0) console.log(`\n${styleText('red', toLines(faults), { stream: process.stdout })}`)
  })

async function examine(project: Project): Promise<{ rows: InventoryRow[]; faults: readonly ConfigFault[] }> {
  const faults: ConfigFault[] = []
  const file = attempt(() => loadEnvironment({ root: project.root }).file, undefined)
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

function toLines(faults: readonly ConfigFault[]): string {
  return faults.map(({ variable, message }) => `${variable}: ${message}`).join('\n')
}

function toTable(rows: readonly InventoryRow[]): string {
  const head = ['VARIABLE', 'NEEDED BY', 'REQUIRED', 'DEFAULT', 'VALUE', 'FROM']
  const lines = rows.map((row) => [
    row.variable,
    row.neededBy.join(', '),
    row.required ? 'yes' : 'no',
    toCell(row.default),
    toCell(row.value),
    row.from ?? '',
  ])
  return toColumns(head, lines)
}

/** One line of at most 40 characters: a value must not move the terminal's cursor. */
function toCell(text: string | undefined): string {
  if (text === undefined) return ''
  if (text === '') return "''"
  const line = text.replace(/\p{Cc}/gu, '·')
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}
