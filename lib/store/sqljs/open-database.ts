import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import initSqlJs, { type Database } from 'sql.js'

/**
 * The schema of the tables. What sql.js opens is a file in a file system of its own, into which each write is copied;
 * this one is in memory and nowhere else, where a write takes a third of the time.
 */
export const memory = 'memory'

/** An empty SQLite database in memory. The WebAssembly stands beside the bundle, or in the package. */
export async function openDatabase(): Promise<Database> {
  const { Database: Sqlite } = await initSqlJs({ locateFile: findWasm })
  const database = new Sqlite()
  database.run(`ATTACH ':memory:' AS ${memory}`)
  return database
}

function findWasm(name: string): string {
  const beside = [join(import.meta.dirname, name), join(import.meta.dirname, '..', name)].find((file) =>
    existsSync(file),
  )
  return beside ?? createRequire(import.meta.url).resolve(`sql.js/dist/${name}`)
}
