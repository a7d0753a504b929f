import type { InventoryRow } from './inventory.ts'

/** What is asked of a variable in one kind of environment. */
export interface Demand {
  required: boolean
  default?: string
}

/** A variable as it is declared, whatever it is set to. */
export interface DeclaredVariable extends Omit<InventoryRow, 'required' | 'default' | 'value' | 'from'> {
  /** At a desk and in tests, where `ENV` is dev or test. */
  desk: Demand
  /** Everywhere else. */
  elsewhere: Demand
}

/**
 * Puts together what is declared at a desk and elsewhere, one entry for each variable; where services say different
 * things of one variable, the first is taken, and all of them are named.
 *
 * @param desk the rows of an environment in which nothing but ENV=dev is set, from `listInventory`
 * @param elsewhere those of one in which ENV is neither dev nor test
 * @example
 * joinDeclarations(desk.rows, elsewhere.rows) // [{ variable: 'STORE_URL', desk: { required: false, default: … }, … }]
 */
export function joinDeclarations(
  desk: readonly InventoryRow[],
  elsewhere: readonly InventoryRow[],
): DeclaredVariable[] {
  const names = [...new Set([...desk, ...elsewhere].map(({ variable }) => variable))].sort()
  return names.flatMap((name) => {
    const [atDesk, there] = [desk, elsewhere].map((rows) => rows.filter(({ variable }) => variable === name))
    const rows = [...(atDesk ?? []), ...(there ?? [])]
    return rows.slice(0, 1).map(({ required: _, default: __, value: ___, from: ____, ...about }) => ({
      ...about,
      neededBy: [...new Set(rows.flatMap(({ neededBy }) => neededBy))],
      desk: toDemand(atDesk),
      elsewhere: toDemand(there),
    }))
  })
}

/** Nobody asks for what is not declared. */
function toDemand(rows: readonly InventoryRow[] = []): Demand {
  const given = rows.find((row) => row.default !== undefined)?.default
  return { required: rows.some(({ required }) => required), ...(given === undefined ? {} : { default: given }) }
}
