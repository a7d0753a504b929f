import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import initSqlJs, { type Database } from 'sql.js'

/**
 * What sql.js opens is a file in a file system of its own, in memory. Nobody else has it, so it needs no lock that is
 * taken anew for each statement, and no second file for the journal: with both, a write takes three times as long.
 *
 * `:memory:` would be no better: SQLite goes through all its pages at the end of each write.
 */
const alone = 'PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE'

/** An empty SQLite database in memory. The WebAssembly stands beside the bundle, or in the package. */
export async function openDatabase(): Promise<Database> {
  const { Database: Sqlite } = await initSqlJs({ locateFile: findWasm })
  const database = new Sqlite()
  database.run(alone)
  return database
}

function findWasm(name: string): string {
  const beside = [join(import.meta.dirname, name), join(import.meta.dirname, '..', name)].find((file) =>
    existsSync(file),
  )
  return beside ?? createRequire(import.meta.url).resolve(`sql.js/dist/${name}`)
}
