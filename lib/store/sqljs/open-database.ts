import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import initSqlJs, { type Database } from 'sql.js'

/** An empty SQLite database in memory. The WebAssembly stands beside the bundle, or in the package. */
export async function openDatabase(): Promise<Database> {
  const { Database: Sqlite } = await initSqlJs({ locateFile: findWasm })
  return new Sqlite()
}

function findWasm(name: string): string {
  const beside = [join(import.meta.dirname, name), join(import.meta.dirname, '..', name)].find((file) =>
    existsSync(file),
  )
  return beside ?? createRequire(import.meta.url).resolve(`sql.js/dist/${name}`)
}
