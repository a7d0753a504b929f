import type { InventoryRow } from './inventory.ts'

/** A variable that two environments have different values of. */
export interface Difference {
  variable: string
  /** `kit`, or services. */
  neededBy: string[]
  /** In the order of the environments; undefined where there is none. Of a secret only whether it is set. */
  values: [string | undefined, string | undefined]
}

/**
 * Compares what two environments hold, defaults included. A variable that only one of them declares counts as well.
 *
 * @param first the rows of the one, from `listInventory`
 * @returns what differs, sorted by variable
 * @example
 * compareEnvironments(staging.rows, production.rows)
 * // [{ variable: 'LOG_LEVEL', neededBy: ['kit'], values: ['debug', 'info'] }]
 */
export function compareEnvironments(first: readonly InventoryRow[], second: readonly InventoryRow[]): Difference[] {
  const names = [...new Set([...first, ...second].map(({ variable }) => variable))].sort()
  return names.flatMap((variable) => {
    const rows = [first, second].map((all) => all.filter((row) => row.variable === variable))
    const neededBy = [...new Set(rows.flat().flatMap((row) => row.neededBy))].sort()
    const [left, right] = rows.map(toValue)
    return left === right ? [] : [{ variable, neededBy, values: [left, right] }]
  })
}

/** Services that say different things of a variable have a row each, of which one may have a default. */
function toValue(rows: readonly InventoryRow[]): string | undefined {
  const value = rows.find((row) => row.value !== undefined)?.value
  return value && rows.some(({ secret }) => secret) ? 'set' : value
}
