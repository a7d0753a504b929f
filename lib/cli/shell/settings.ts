import { kitVariables } from '../../config/kit.ts'
import { hideCredentials, readVariables } from '../../config/read-variables.ts'
import { listDeclarations } from '../../config/registry.ts'
import { locate } from '../../config/source.ts'
import type { Schema } from '../../config/variable.ts'
import { clientName } from '../../contract/client-module.ts'
import { keepOutOfLogs } from '../../observe/secret-values.ts'
import { toColumns } from '../columns.ts'
import { toCell } from '../table-cell.ts'
import { printedAs } from './printed-as.ts'

/** Settings by variable; printed they show no secret. */
export type ShownSettings = Readonly<Record<string, unknown>>

const mask = '••••'

/** Makes `config`: the settings of the kit and of whatever the loaded services have declared. */
export function createSettings(): Readonly<Record<string, ShownSettings>> {
  const all = [{ service: 'kit', schema: kitVariables(process.env) as Schema }, ...listDeclarations()]
  const config: Record<string, ShownSettings> = Object.create(null)
  const rows = new Map<string, string[][]>()
  for (const { service, schema } of all) {
    const name = clientName(service)
    const settings = readSettings(schema)
    const lines = toRows(schema, settings)
    rows.set(name, lines)
    const own = Object.assign(Object.create(null) as Record<string, unknown>, settings)
    Object.defineProperty(own, 'toJSON', { value: () => masked(schema, settings) })
    config[name] = printedAs(own, () => toColumns(['VARIABLE', 'VALUE'], lines))
  }
  return printedAs(config, () =>
    toColumns(
      ['VARIABLE', 'VALUE', 'SETTINGS'],
      [...rows].flatMap(([name, lines]) => lines.map((line) => [...line, `config.${name}`])),
    ),
  )
}

function readSettings(schema: Schema): Record<string, unknown> {
  const { settings } = readVariables(schema, (name, variable) => {
    const text = locate(process.env, name, variable)?.text
    if (variable.secret && text !== undefined) keepOutOfLogs(text)
    return text
  })
  return settings
}

const masked = (schema: Schema, settings: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, schema[name]?.secret && value !== undefined ? mask : value]),
  )

function toRows(schema: Schema, settings: Record<string, unknown>): string[][] {
  return Object.entries(masked(schema, settings)).map(([name, value]) => {
    const text = value === undefined ? undefined : typeof value === 'object' ? JSON.stringify(value) : String(value)
    return [name, toCell(text === undefined ? undefined : hideCredentials(text))]
  })
}
