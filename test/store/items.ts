import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { createCollection } from '../../lib/store/collection.ts'
import type { Collection } from '../../lib/store/collection-types.ts'
import { createCursors } from '../../lib/store/cursor.ts'
import type { Driver } from '../../lib/store/driver.ts'
import { openSqljs } from '../../lib/store/sqljs/driver.ts'

/** A document of the tests of the embedded store. */
export interface Item {
  id: string
  kind: string
  text: string
  endsAt?: number
}
const indexes = { byKind: ['kind', 'text'] } as const
export type Items = Collection<Item, typeof indexes>

export const item = (id: string, text = id): Item => ({ id, kind: 'a', text })

/** An item whose line is a little longer than so many bytes. */
export const large = (id: string, bytes: number): Item & { pad: string } => ({ ...item(id), pad: 'x'.repeat(bytes) })

/** The collection of items in an open store. */
export const itemsIn = (driver: Driver, now = (): number => Date.now() / 1000): Items =>
  createCollection<Item, typeof indexes>(
    'items',
    { key: 'id', indexes, ttl: 'endsAt' },
    { driver: async () => driver, cursors: () => createCursors('secret'), now },
  )

/** A folder that is gone when the test ends. */
export function createFolder(context: Pick<TestContext, 'after'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-store-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The newest journal of a folder. */
export const journalOf = (folder: string): string =>
  join(
    folder,
    readdirSync(folder)
      .filter((file) => file.startsWith('journal-'))
      .sort()
      .at(-1) ?? '',
  )

/** Runs `steps` on a store in a folder and closes it. */
export async function within<Result>(
  folder: string,
  steps: (items: Items, driver: Driver) => Promise<Result>,
): Promise<Result> {
  const driver = await openSqljs(folder)
  try {
    return await steps(itemsIn(driver), driver)
  } finally {
    await driver.close()
  }
}
