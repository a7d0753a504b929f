import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { Command } from 'commander'
import { compareEnvironments, type Difference } from '../config/compare-environments.ts'
import { ConfigError } from '../config/config-error.ts'
import type { InventoryRow } from '../config/inventory.ts'
import { isSecretName } from '../config/secret-shapes.ts'
import { openProject } from '../contract/project.ts'
import { toColumns } from './columns.ts'
import { examineOtherEnvironment } from './examine-other-environment.ts'
import { toCell } from './table-cell.ts'

/** `twelvefold env diff`: what two environments have different values of. Exits with 0 or 1, as diff does. */
export const envDiff: Command = new Command('diff')
  .summary('print what differs between two environments; exit with 1 if anything does')
  .description(
    'print what two environments have different values of, by their files and the defaults there;\n' +
      'exit with 1 if there is anything (SERVICES narrows it; nothing else that is set here counts)',
  )
  .argument('<first>', 'an environment: staging is env/staging.env')
  .argument('<second>', 'another one')
  .option('--json', 'print JSON')
  .action(async (first: string, second: string) => {
    const { root } = openProject()
    const differences = compareEnvironments(await listValues(root, first), await listValues(root, second))
    if (differences.length > 0) process.exitCode = 1
    // "env" has the option too, and is the one to read it wherever it stands.
    if (envDiff.optsWithGlobals().json)
      return console.log(JSON.stringify(toJson(differences, [first, second]), null, 2))
    console.log(differences.length > 0 ? toTable(differences, [first, second]) : `${first} and ${second} are the same`)
  })

/** Every variable of an environment but its name. */
async function listValues(root: string, name: string): Promise<InventoryRow[]> {
  const services = process.env.SERVICES ? { SERVICES: process.env.SERVICES } : {}
  const { rows, faults } = await examineOtherEnvironment(root, { ENV: name, ...services })
  // What is missing in the file is set where it runs; but without a file there is nothing to compare.
  const unknown = faults.filter(({ variable }) => variable === 'ENV')
  if (unknown.length > 0) throw new ConfigError(unknown)
  const declared = new Set(rows.map(({ variable }) => variable))
  return [...rows, ...listWritten(root, name).filter(({ variable }) => !declared.has(variable))].filter(
    ({ variable }) => variable !== 'ENV',
  )
}

/** What stands in a file; libraries read variables that no service declares. */
function listWritten(root: string, name: string): InventoryRow[] {
  const written = parseEnv(readFileSync(join(root, 'env', `${name}.env`), 'utf8').replace(/^\uFEFF/, ''))
  return Object.entries(written).map(([variable, value = '']) => ({
    variable,
    neededBy: [],
    required: false,
    expects: 'text',
    value,
    ...(isSecretName(variable) ? { secret: true } : {}),
  }))
}

function toJson(differences: readonly Difference[], [first, second]: [string, string]): unknown {
  return differences.map(({ variable, neededBy, values: [left = null, right = null] }) => ({
    variable,
    neededBy,
    values: { [first]: left, [second]: right },
  }))
}

function toTable(differences: readonly Difference[], names: [string, string]): string {
  const toValue = (text: string | undefined): string => toCell(text, Number.POSITIVE_INFINITY) || 'not set'
  return toColumns(
    ['VARIABLE', 'NEEDED BY', ...names],
    differences.map(({ variable, neededBy, values }) => [variable, neededBy.join(', '), ...values.map(toValue)]),
  )
}
