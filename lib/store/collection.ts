import { setTimeout } from 'node:timers/promises'
import { problem } from '../problem/problem.ts'
import type { Collection, Versioned } from './collection-types.ts'
import type { createCursors } from './cursor.ts'
import { type Description, shapeOf, sortOf, toStored, withVersion } from './document.ts'
import { type Driver, isAlive, type PlacedDocument, type StoredDocument } from './driver.ts'
import { continueAfter, readPage, toRange } from './range.ts'
import { createTurns } from './turns.ts'

/** How often `update` tries against others before it gives up with `conflict`. */
const mostTries = 100
/** Tries without a pause between them. */
const patience = 3
/** Milliseconds. */
const longestPause = 100

export interface StoreContext {
  /** The driver that `STORE_URL` chooses; opened when it is first asked for. */
  driver: () => Promise<Driver>
  cursors: () => ReturnType<typeof createCursors>
  /** Seconds since 1970. */
  now: () => number
}

/** A collection over a given store; `collection()` in `store.ts` is this over the process's own. */
export function createCollection<Document extends object, Indexes extends Record<string, readonly string[]>>(
  name: string,
  description: Description,
  context: StoreContext,
): Collection<Document, Indexes> {
  const { now } = context
  const shape = shapeOf(name, description)
  const turns = createTurns()
  let isRemote = false
  let opened: Promise<Driver> | undefined
  const open = (): Promise<Driver> => {
    opened ??= context.driver().then(async (driver) => {
      await driver.open(shape)
      isRemote = driver.isRemote
      return driver
    })
    // What could not be opened is tried again by the next call.
    opened.catch(() => (opened = undefined))
    return opened
  }
  const read = (stored: StoredDocument): Versioned<Document> => withVersion(JSON.parse(stored.body), stored.version)
  const find = async (key: string): Promise<StoredDocument | undefined> => {
    const stored = await (await open()).get(name, key)
    return stored !== undefined && isAlive(stored, now()) ? stored : undefined
  }
  const write = (document: Document, version: number): PlacedDocument => toStored(description, document, version)

  const update: Collection<Document, Indexes>['update'] = async (key, change) => {
    for (let tries = 0; tries < mostTries; tries++) {
      const before = await find(key)
      if (before === undefined) return undefined
      const next = change(JSON.parse(before.body))
      if (next === undefined) return read(before)
      const stored = write(next, before.version + 1)
      if (stored.key !== key) throw new TypeError(`update must not change the key ${key} of ${name}`)
      if (await (await open()).replace(name, stored, before.version, now())) return read(stored)
      await pause(tries)
    }
    throw problem('conflict', `Too many others are changing ${name} ${key}.`)
  }

  return {
    name,
    async get(key) {
      const stored = await find(key)
      return stored === undefined ? undefined : read(stored)
    },
    async insert(document) {
      const stored = write(document, 1)
      if (!(await (await open()).insert(name, stored, now())))
        throw problem('conflict', `There is a ${name} ${stored.key} already.`)
      return read(stored)
    },
    async replace(document, { ifVersion }) {
      const stored = write(document, ifVersion + 1)
      if (!(await (await open()).replace(name, stored, ifVersion, now()))) throw changed(name, stored.key)
      return read(stored)
    },
    // Over a network those of one process would only make each other lose.
    update: (key, change) => (isRemote ? turns.take(key, () => update(key, change)) : update(key, change)),
    async remove(key, options) {
      for (let tries = 0; tries < mostTries; tries++) {
        const stored = await find(key)
        if (options !== undefined && stored?.version !== options.ifVersion) throw changed(name, key)
        if (stored === undefined) return false
        if (await (await open()).remove(name, key, stored.version, now())) return true
        await pause(tries)
      }
      throw problem('conflict', `Too many others are changing ${name} ${key}.`)
    },
    async query(index, query = {}) {
      const whole = toRange(description, index, query)
      const identity = JSON.stringify([name, index, whole.partition, whole.from, whole.to, whole.descending])
      const { read: readCursor, write: writeCursor } = context.cursors()
      const range = query.cursor === undefined ? whole : continueAfter(whole, readCursor(identity, query.cursor))
      const { found, more } = await readPage(await open(), name, description, range, (stored) => isAlive(stored, now()))
      const items = found.map(read)
      const last = items.at(-1)
      if (!more || last === undefined) return { items }
      return { items, cursor: writeCursor(identity, sortOf(description, index, last)) }
    },
  }
}

const changed = (name: string, key: string): Error =>
  problem('precondition-failed', `${name} ${key} is not the version that was to be changed.`)

/** Whoever has lost several times waits a little, at random, so that all who want the same document get their turn. */
async function pause(tries: number): Promise<void> {
  if (tries < patience) return
  await setTimeout(Math.random() * Math.min(longestPause, 2 ** (tries - patience)))
}
