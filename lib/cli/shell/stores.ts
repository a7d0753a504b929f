import { clientName } from '../../contract/client-module.ts'
import { createCollection } from '../../store/collection.ts'
import type { Collection, Versioned } from '../../store/collection-types.ts'
import { createCursors } from '../../store/cursor.ts'
import { shapeOf, withVersion } from '../../store/document.ts'
import type { Driver } from '../../store/driver.ts'
import { type Declaration, listCollections, readStoreSettings } from '../../store/store.ts'
import { toColumns } from '../columns.ts'
import { printedAs } from './printed-as.ts'

/** A collection in a shell, where its type is not known. */
export interface ShellCollection extends Collection<Record<string, unknown>, Record<string, readonly string[]>> {
  /** Documents in no order, as many as `limit` says (20): where no index leads to them. */
  list: (limit?: number) => Promise<Versioned<Record<string, unknown>>[]>
}

/** The collections of the loaded services, each under its name: `store.giftCards` is `gift-cards`. */
export type Stores = Readonly<Record<string, ShellCollection>>

/** The name of a collection in a shell. */
export const storeName = clientName

/**
 * Makes `store`, of what the loaded services declare.
 *
 * @param open opens the store at the first use
 */
export function createStores(open: () => Promise<Driver>): Stores {
  const stores: Record<string, ShellCollection> = Object.create(null)
  const declarations = listCollections()
  for (const declaration of declarations) stores[storeName(declaration.name)] = createShellCollection(declaration, open)
  return printedAs(stores, () => printStores(declarations))
}

function createShellCollection({ name, description }: Declaration, open: () => Promise<Driver>): ShellCollection {
  const collection = createCollection<Record<string, unknown>, Record<string, readonly string[]>>(name, description, {
    driver: open,
    cursors: () => createCursors(readStoreSettings().CURSOR_SECRET),
    now: () => Date.now() / 1000,
  })
  const shape = shapeOf(name, description)
  const list: ShellCollection['list'] = async (limit = 20) => {
    const driver = await open()
    await driver.open(shape)
    const found: Versioned<Record<string, unknown>>[] = []
    if (limit < 1) return found
    for await (const { body, version, expiresAt } of driver.scan(name)) {
      if (expiresAt !== undefined && expiresAt <= Date.now() / 1000) continue
      found.push(withVersion(JSON.parse(body), version))
      if (found.length >= limit) break
    }
    return found
  }
  return printedAs({ ...collection, list }, () => printStores([{ name, description }]))
}

function printStores(declarations: readonly Declaration[]): string {
  if (declarations.length === 0) return 'No service of this shell has a collection.'
  const rows = declarations.map(({ name, description: { key, indexes } }) => {
    const fields = Object.entries(indexes).map(([index, names]) => `${index}(${names.join(', ')})`)
    return [`store.${storeName(name)}`, key, fields.join('  ')]
  })
  return toColumns(['COLLECTION', 'KEY', 'INDEXES'], rows)
}
