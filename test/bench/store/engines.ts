import { openKitStore } from './kit-store.ts'
import { openLevel } from './level.ts'
import { openPlainFile } from './plain-file.ts'
import type { Product } from './product.ts'
import { openSqlite, openSqliteInGroups } from './sqlite.ts'

/** What keeps products in a folder. */
export interface Engine {
  /** Settles once the product is on disk. */
  insert: (product: Product) => Promise<unknown>
  /** The product of a key, as JSON. */
  read: (productId: string) => Promise<string | undefined>
  close: () => Promise<void>
}

async function openKit(folder: string): Promise<Engine> {
  const { products, driver } = await openKitStore(folder)
  return {
    insert: (product) => products.insert(product),
    read: async (productId) => JSON.stringify(await products.get(productId)),
    close: () => driver.close(),
  }
}

/** Name in a table → what opens it; the same again finds what is there. */
export const engines = {
  kit: openKit,
  'append + fdatasync': openPlainFile,
  'node:sqlite': openSqlite,
  'node:sqlite, in groups': openSqliteInGroups,
  LevelDB: openLevel,
} satisfies Record<string, (folder: string) => Promise<Engine>>

export type EngineName = keyof typeof engines
