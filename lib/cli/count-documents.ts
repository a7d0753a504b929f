import type { Driver } from '../store/driver.ts'
import { openTables } from '../store/dynamodb/declared-tables.ts'
import { type Declaration, readStoreSettings } from '../store/store.ts'

/**
 * About how many documents a collection has, for the progress of a walk through all of them.
 *
 * @returns undefined where that cannot be told: who may read a table need not have the right to look at it from outside
 */
export async function countDocuments(driver: Driver, declaration: Declaration): Promise<number | undefined> {
  if (driver.isRemote) {
    const tables = openTables(readStoreSettings().STORE_URL, [declaration])
    const [row] = await tables.inspect().catch(() => [])
    tables.close()
    return row?.documents || undefined
  }
  let count = 0
  for await (const _document of driver.scan(declaration.name)) count++
  return count
}
