import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Collection } from '../../../lib/store/collection-types.ts'
import type { Driver } from '../../../lib/store/driver.ts'
import { description, type Product } from './product.ts'

export interface KitStore {
  products: Collection<Product, typeof description.indexes>
  driver: Driver
}

/** The code of the project in the current folder, which may be another commit than this one. */
const load = <Module>(...path: string[]): Promise<Module> =>
  import(pathToFileURL(join(process.cwd(), 'lib', 'store', ...path)).href) as Promise<Module>

/** Opens the embedded store in a folder as a service does, its one collection included. */
export async function openKitStore(folder: string): Promise<KitStore> {
  const { openSqljs } = await load<typeof import('../../../lib/store/sqljs/driver.ts')>('sqljs', 'driver.ts')
  const { createCollection } = await load<typeof import('../../../lib/store/collection.ts')>('collection.ts')
  const { createCursors } = await load<typeof import('../../../lib/store/cursor.ts')>('cursor.ts')
  const driver = await openSqljs(folder)
  const cursors = createCursors('secret of the bench')
  const products = createCollection<Product, typeof description.indexes>('products', description, {
    driver: async () => driver,
    cursors: () => cursors,
    now: () => Date.now() / 1000,
  })
  // A collection is opened when it is first asked for.
  await products.get('none')
  return { products, driver }
}
