import { examineOtherEnvironment } from '../cli/examine-other-environment.ts'
import type { ConfigFault } from '../config/config-error.ts'
import { type InventoryRow, listInventory } from '../config/inventory.ts'
import { listFromFile } from '../config/source.ts'

export interface ShownEnvironment {
  rows: (InventoryRow & {
    /** It is another in this process, which has read it at its start. */
    isStale?: true
  })[]
  faults: readonly ConfigFault[]
}

/**
 * The variables as the next start would find them, with what is wrong with them, and which of them this process still has
 * otherwise. Secrets are masked, so of them it is not known whether they have changed.
 *
 * @param root the project's folder
 */
export async function showEnvironment(root: string): Promise<ShownEnvironment> {
  const fromFile = new Set(listFromFile(process.env))
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !fromFile.has(name)))
  const { rows, faults } = await examineOtherEnvironment(root, env)
  const running = new Map(listInventory(process.env, undefined).map(({ variable, value }) => [variable, value]))
  return {
    rows: rows.map((row) => {
      const isStale = running.has(row.variable) && running.get(row.variable) !== row.value
      return isStale ? { ...row, isStale } : row
    }),
    faults,
  }
}
