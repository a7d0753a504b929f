import { createRequire } from 'node:module'
import { join } from 'node:path'
import { serversFolder } from '../competitors.ts'
import type { Engine } from './engines.ts'

/** What is used of the package classic-level, which is installed with the servers to compare with. */
interface ClassicLevel {
  ClassicLevel: new (
    folder: string,
  ) => {
    batch: (puts: { type: 'put'; key: string; value: string }[], options: { sync: boolean }) => Promise<void>
    get: (key: string) => Promise<string | undefined>
    close: () => Promise<void>
  }
}

/** LevelDB: a product and its places in two indexes, written together. It takes the batches that wait together. */
export async function openLevel(folder: string): Promise<Engine> {
  const { ClassicLevel } = createRequire(join(serversFolder, 'package.json'))('classic-level') as ClassicLevel
  const database = new ClassicLevel(join(folder, 'level'))
  return {
    insert: (product) => {
      const { productId, category, name } = product
      const entries: [string, string][] = [
        [`key!${productId}`, JSON.stringify(product)],
        [`by-name!${name}!${productId}`, productId],
        [`by-category!${category}!${name}!${productId}`, productId],
      ]
      return database.batch(
        entries.map(([key, value]) => ({ type: 'put', key, value })),
        { sync: true },
      )
    },
    read: (productId) => database.get(`key!${productId}`),
    close: () => database.close(),
  }
}
