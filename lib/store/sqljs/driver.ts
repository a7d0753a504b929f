import { resolve } from 'node:path'
import type { Database } from 'sql.js'
import { problem } from '../../problem/problem.ts'
import { type CollectionShape, type Driver, isAlive, type PlacedDocument, type StoredDocument } from '../driver.ts'
import type { Change } from './journal-line.ts'
import { openDatabase } from './open-database.ts'
import { StoreFile, type StoreFileOptions } from './store-file.ts'
import { Table } from './table.ts'
import { readFolder, takeFolder } from './take-folder.ts'
import { acknowledgedBefore, type UnacknowledgedChanges } from './unacknowledged.ts'

/** How many documents a walk reads at a time. */
const step = 500

/** How many expired documents a write or a list drops in passing: more than it adds, and no pause that anybody notices. */
const mostDropped = 200

export interface SqljsOptions extends StoreFileOptions {
  /** The time in seconds since 1970, by which expired documents are dropped. */
  now?: () => number
}

/**
 * The embedded store: SQLite (sql.js) in memory, made durable by a journal in a folder. A write is visible at once and
 * acknowledged when its line is on disk; one that cannot be written is undone.
 *
 * @param folder where to keep it; undefined for memory only
 * @throws ConfigError where another process has the folder, or it cannot be made or read
 */
export async function openSqljs(folder: string | undefined, options: SqljsOptions = {}): Promise<Driver> {
  const { now = () => Date.now() / 1000 } = options
  if (folder === undefined) return createDriver(await openDatabase(), now, new Map(), undefined, async () => {})
  const { claim, release } = await takeFolder(folder)
  try {
    const unopened: Unopened = new Map()
    const keepAlive = (change: Change): void => keep(unopened, change, now())
    const file = await readFolder(folder, () => new StoreFile(resolve(folder), keepAlive, claim, options))
    await file.look()
    return createDriver(await openDatabase(), now, unopened, file, release)
  } catch (error) {
    await release()
    throw error
  }
}

/** What a folder holds of collections that nobody has opened yet. */
type Unopened = Map<string, Map<string, StoredDocument>>

function createDriver(
  database: Database,
  now: () => number,
  unopened: Unopened,
  file: StoreFile | undefined,
  release: () => Promise<void>,
): Driver {
  const tables = new Map<string, Table>()

  const table = (name: string): Table => {
    const known = tables.get(name)
    if (known === undefined) throw new TypeError(`the collection ${name} has not been opened`)
    return known
  }

  const unacknowledged: UnacknowledgedChanges = new Set()

  function* walk(): Generator<{ collection: string; documents: readonly StoredDocument[] }> {
    const alive = (document: StoredDocument): boolean => isAlive(document, now())
    for (const [collection, documents] of unopened)
      yield { collection, documents: [...documents.values()].filter(alive) }
    for (const collection of tables.keys()) {
      for (const documents of walkAcknowledged(collection)) yield { collection, documents: documents.filter(alive) }
    }
  }

  /** The documents of a collection as they are known to be on disk: what is refused later is in no snapshot. */
  function* walkAcknowledged(collection: string): Generator<readonly StoredDocument[]> {
    let walked: Table
    do {
      walked = table(collection)
      for (const { documents, ended } of walked.walk(step)) {
        const before = acknowledgedBefore(unacknowledged, collection)
        const unchanged = documents.filter(({ key }) => !before.has(key))
        // What comes back later because its change is refused comes back behind a walk that has ended.
        yield ended ? [...unchanged, ...[...before.values()].filter((document) => document !== undefined)] : unchanged
      }
      // After a reload the documents are in another table.
    } while (tables.get(collection) !== walked)
  }

  /** Applies a change in memory, and settles once it is on disk. Undone where it cannot be written. */
  function commit(change: Change, before: StoredDocument | undefined, apply: () => void): Promise<true> {
    apply()
    if (file === undefined) return Promise.resolve(true)
    const { collection, key } = change
    const made = { collection, key, before }
    unacknowledged.add(made)
    file.compactIfLong(walk)
    return new Promise((settle, fail) => {
      file.append(change, (error) => {
        unacknowledged.delete(made)
        if (error === undefined) return settle(true)
        if (before === undefined) table(collection).remove(key)
        else table(collection).put(withPlaces(collection, before))
        fail(unwritable(error))
      })
    })
  }

  function put(
    collection: string,
    document: PlacedDocument,
    before: StoredDocument | undefined,
    opened: Table,
  ): Promise<true> {
    const { key, version, expiresAt, body } = document
    const change = { collection, key, version, ...(expiresAt === undefined ? {} : { expiresAt }), body }
    opened.dropExpired(now(), mostDropped)
    return commit(change, before, () => opened.put(document))
  }

  const shapes = new Map<string, CollectionShape>()
  const withPlaces = (collection: string, document: StoredDocument): PlacedDocument => ({
    ...document,
    places: shapes.get(collection)?.placesOf(document.body) ?? {},
  })

  return {
    async open(shape) {
      const older = tables.get(shape.name)
      if (shapes.get(shape.name) === shape) return
      // After a reload the same collection comes again, perhaps with other indexes.
      const documents = older?.drain() ?? unopened.get(shape.name)?.values() ?? []
      shapes.set(shape.name, shape)
      const opened = new Table(database, shape)
      database.run('BEGIN')
      for (const document of documents) if (isAlive(document, now())) opened.put(withPlaces(shape.name, document))
      database.run('COMMIT')
      tables.set(shape.name, opened)
      unopened.delete(shape.name)
    },
    async get(collection, key) {
      return table(collection).get(key)
    },
    async insert(collection, document, at) {
      const opened = table(collection)
      const before = opened.get(document.key)
      if (before !== undefined && isAlive(before, at)) return false
      return put(collection, document, before, opened)
    },
    async replace(collection, document, ifVersion, at) {
      const opened = table(collection)
      const before = opened.get(document.key)
      return before?.version === ifVersion && isAlive(before, at) && put(collection, document, before, opened)
    },
    async remove(collection, key, ifVersion, at) {
      const opened = table(collection)
      const before = opened.get(key)
      if (before?.version !== ifVersion || !isAlive(before, at)) return false
      return commit({ collection, key, removed: true }, before, () => opened.remove(key))
    },
    async query(collection, range) {
      const opened = table(collection)
      opened.dropExpired(now(), mostDropped)
      return opened.range(range)
    },
    async *scan(collection) {
      for (const { documents } of table(collection).walk(step)) yield* documents
    },
    look: async () => file?.look(),
    trouble: () => file?.trouble,
    system: 'sqlite',
    isRemote: false,
    async close() {
      await file?.close()
      database.close()
      await release()
    },
  }
}

const unwritable = (error: Error): Error =>
  problem('service-unavailable', 'The store cannot be written.', { headers: { 'retry-after': '5' }, cause: error })

function keep(unopened: Unopened, change: Change, now: number): void {
  const documents = unopened.get(change.collection) ?? new Map<string, StoredDocument>()
  unopened.set(change.collection, documents)
  if ('removed' in change) return void documents.delete(change.key)
  const { key, version, expiresAt, body } = change
  // An infinite time was written as null by earlier releases.
  const document = { key, version, ...(typeof expiresAt === 'number' ? { expiresAt } : {}), body }
  if (isAlive(document, now)) documents.set(key, document)
  else documents.delete(key)
}
