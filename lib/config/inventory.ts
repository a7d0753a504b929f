import { ConfigError } from './config-error.ts'
import { kitVariables } from './kit.ts'
import { kitDescriptions } from './kit-descriptions.ts'
import { hideCredentials } from './read-variables.ts'
import { listDeclarations } from './registry.ts'
import { type Environment, locate } from './source.ts'
import type { Binding, Schema, Variable } from './variable.ts'

/** One declared variable: what is asked of it, what it is now, and where that comes from. Secrets are masked. */
export interface InventoryRow {
  variable: string
  /** `kit`, or services. */
  neededBy: string[]
  required: boolean
  /** Completes the sentence "must be …". */
  expects: string
  secret?: boolean
  description?: string
  example?: string
  binding?: Binding
  default?: string
  value?: string
  /** `environment`, `binding`, the env file's name, `default`; undefined where it has no value. */
  from?: string
}

const mask = '••••'

/**
 * Lists every variable that the kit and the services loaded so far declare, sorted by name. Where two services say
 * different things of one variable, there is a row for each.
 *
 * @param env the environment to look the values up in
 * @param file the env file that has been loaded, for the row's `from`
 */
export function listInventory(env: Environment, file: string | undefined): InventoryRow[] {
  const kit = { service: 'kit', schema: describeKit(env) }
  const rows = new Map<string, InventoryRow>()
  for (const { service, schema } of [kit, ...listDeclarations()]) {
    for (const [name, variable] of Object.entries(schema)) {
      const row = describe(env, name, variable, file)
      const identity = JSON.stringify(row)
      const known = rows.get(identity)
      if (known) known.neededBy.push(service)
      else rows.set(identity, { ...row, neededBy: [service] })
    }
  }
  return [...rows.values()].sort((a, b) => (a.variable < b.variable ? -1 : 1))
}

function describeKit(env: Environment): Schema {
  const entries = Object.entries(kitVariables(env) as Schema)
  const descriptions: Record<string, string> = kitDescriptions
  return Object.fromEntries(
    entries.map(([name, variable]) => [name, { ...variable, description: descriptions[name] ?? '' }]),
  )
}

function describe(env: Environment, name: string, variable: Variable<unknown>, file = 'file'): InventoryRow {
  const row: InventoryRow = { variable: name, neededBy: [], required: variable.required, expects: variable.expects }
  if (variable.secret) row.secret = true
  // Nothing is no secret.
  const show = (text: string) => (variable.secret && text !== '' ? mask : hideCredentials(text))
  if (variable.description) row.description = variable.description
  if (variable.example !== undefined) row.example = variable.example
  if (variable.binding) row.binding = variable.binding
  if (variable.default !== undefined) row.default = show(toText(variable.default))
  try {
    const found = locate(env, name, variable)
    if (found) return { ...row, value: show(found.text), from: found.from === 'file' ? file : found.from }
  } catch (error) {
    // A fault of its binding is reported with the other faults.
    if (!(error instanceof ConfigError)) throw error
    return row
  }
  return row.default === undefined ? row : { ...row, value: row.default, from: 'default' }
}

function toText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
