import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Engine } from './engines.ts'
import type { Product } from './product.ts'

function openTable(folder: string): { put: (product: Product) => void; engine: Engine; database: DatabaseSync } {
  const database = new DatabaseSync(join(folder, 'products.db'))
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS products (key TEXT PRIMARY KEY, body TEXT, category TEXT, name TEXT) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS by_name ON products (name, key);
    CREATE INDEX IF NOT EXISTS by_category ON products (category, name, key)`)
  const insert = database.prepare('INSERT INTO products (key, body, category, name) VALUES (?, ?, ?, ?)')
  const select = database.prepare('SELECT body FROM products WHERE key = ?')
  const put = (product: Product): void => {
    insert.run(product.productId, JSON.stringify(product), product.category, product.name)
  }
  const engine: Engine = {
    insert: async (product) => put(product),
    read: async (productId) => select.get(productId)?.body?.toString(),
    close: async () => database.close(),
  }
  return { put, engine, database }
}

/** SQLite on a file, each product a transaction of its own: WAL and synchronous=FULL, the safe setting. */
export const openSqlite = async (folder: string): Promise<Engine> => openTable(folder).engine

/** The same, with one transaction for all that are asked for in the same turn. */
export async function openSqliteInGroups(folder: string): Promise<Engine> {
  const { put, engine, database } = openTable(folder)
  let waiting: { product: Product; done: () => void }[] = []

  function commit(): void {
    const group = waiting
    waiting = []
    database.exec('BEGIN')
    for (const { product } of group) put(product)
    database.exec('COMMIT')
    for (const { done } of group) done()
  }

  return {
    ...engine,
    insert: (product) =>
      new Promise<void>((done) => {
        if (waiting.length === 0) setImmediate(commit)
        waiting.push({ product, done })
      }),
  }
}
