import { styleText } from 'node:util'
import { Command } from 'commander'
import { ConfigError, type ConfigFault } from '../config/config-error.ts'
import type { InventoryRow } from '../config/inventory.ts'
import { findSecretsInFiles } from '../config/secrets-in-files.ts'
import { openProject } from '../contract/project.ts'
import { toColumns } from './columns.ts'
import { envDiff } from './env-diff.ts'
import { examineEnvironment } from './examine-environment.ts'
import { toCell } from './table-cell.ts'

/** `twelvefold env`: what the environment must hold, and what it holds. `--check` exits 78 where it is at fault. */
export const env: Command = new Command('env')
  .description('print the environment variables: who needs each, its default, its value and where that comes from')
  .option('--check', 'print only what is missing or wrong, and exit with 78 if anything is')
  .option('--json', 'print JSON')
  .addCommand(envDiff)
  .action(async (options: { check?: boolean; json?: boolean }) => {
    const project = openProject()
    const { rows, faults: found } = await examineEnvironment(project)
    const { faults, exitCode } = new ConfigError([...found, ...findSecretsInFiles(project.root, rows)])
    if (options.check) {
      if (faults.length > 0) process.exitCode = exitCode
      if (options.json) console.log(JSON.stringify(faults, null, 2))
      else console.log(faults.length > 0 ? toLines(faults) : `${rows.length} variables, all right`)
      return
    }
    if (options.json) return console.log(JSON.stringify(rows, null, 2))
    console.log(toTable(rows))
    if (faults.length > 0) console.log(`\n${styleText('red', toLines(faults), { stream: process.stdout })}`)
  })

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
