import { isAtDesk } from '../config/at-desk.ts'
import { config } from '../config/config.ts'
import type { Settings } from '../config/variable.ts'
import { text } from '../config/variable-types.ts'
import { createCollection } from './collection.ts'
import type { Collection, CollectionOptions, IndexFields } from './collection-types.ts'
import { createCursors } from './cursor.ts'
import { type Description, shapeOf } from './document.ts'
import type { Driver } from './driver.ts'
import { credentialVariables, refuseHalf } from './dynamodb/bound-credentials.ts'
import { observed } from './observed-driver.ts'
import { openStore } from './open-store.ts'

/** A collection that a service has declared: what tables and rights are derived from. */
export interface Declaration {
  name: string
  description: Description
}

/** The variables that a process needs once it has a collection. At a desk and in tests they have defaults. */
const storeVariables = (atDesk: boolean) => ({
  STORE_URL: text({
    description: 'where collections are kept: sqljs:<folder>, sqljs::memory: or dynamodb://<region>/<prefix>',
    binding: { service: 'store', key: 'url' },
    ...(atDesk ? { default: 'sqljs:.data/' } : {}),
  }),
  CURSOR_SECRET: text({
    description: 'authenticates cursors; the same for all processes that share a store',
    secret: true,
    binding: { service: 'store', key: 'cursor-secret' },
    ...(atDesk ? { default: 'only for a desk' } : {}),
  }),
  ...credentialVariables,
})

const declarations = new Map<string, Declaration>()
let driver: Promise<Driver> | undefined
let prepare: (driver: Driver) => Driver = observed
let cursors: ReturnType<typeof createCursors> | undefined

/**
 * Declares a collection of documents. Where it is kept says `STORE_URL`, and no code knows it.
 *
 * @param name in lower case, with hyphens; unique in the project
 * @param options.document the type of the documents, as `type<Product>()`
 * @param options.key the property that names a document
 * @param options.indexes name → fields: the first is the partition that a query names, the others order it; an index of
 *   one field orders the whole collection
 * @param options.ttl the property that says when a document ends, in seconds since 1970
 * @example
 * import { collection, type } from 'twelvefold'
 *
 * export const products = collection('products', {
 *   document: type<Product>(),
 *   key: 'productId',
 *   indexes: { byCategory: ['category', 'name'] },
 * })
 * const { items, cursor } = await products.query('byCategory', { equals: { category: 'lamps' }, limit: 20 })
 */
export function collection<
  Document extends object,
  const Indexes extends Record<string, IndexFields<Document>> = Record<never, never>,
>(name: string, options: CollectionOptions<Document, Indexes>): Collection<Document, Indexes> {
  const { key, indexes = {}, ttl } = options
  const description: Description = { key, indexes, ...(ttl === undefined ? {} : { ttl }) }
  declarations.set(name, { name, description })
  return createCollection<Document, Indexes>(name, description, {
    driver: processStore,
    cursors: () => (cursors ??= createCursors(readStoreSettings().CURSOR_SECRET)),
    now: () => Date.now() / 1000,
  })
}

/** The collections that the loaded services have declared. */
export const listCollections = (): Declaration[] => [...declarations.values()]

/**
 * Puts something between the collections of this process and its store, before that is opened.
 *
 * @example
 * wrapStore(readOnly)
 */
export function wrapStore(wrap: (driver: Driver) => Driver): void {
  prepare = (opened) => observed(wrap(opened))
}

/** The store of this process, opened at the first call. */
export function processStore(): Promise<Driver> {
  driver ??= openStore(readStoreSettings().STORE_URL).then(prepare)
  // What could not be opened is tried again by the next call.
  driver.catch(() => (driver = undefined))
  return driver
}

/** Why this process cannot write its store at the moment; undefined while all is well or nothing was opened yet. */
export async function storeTrouble(): Promise<string | undefined> {
  const opened = await driver?.catch(() => undefined)
  await opened?.look()
  return opened?.trouble()
}

/** A key that no document has; a driver may have to be asked for one to know that it answers. */
const nobody = '-'

/**
 * Looks whether the store of this process can be used now: one that is reached over a network is asked for something, and
 * of a folder it is tried whether it can be written, since nobody may send a request that would find out.
 *
 * @returns why it cannot; undefined where it can
 * @throws a `service-unavailable` problem where it does not answer
 */
export async function checkStore(): Promise<string | undefined> {
  const opened = await processStore()
  const [first] = listCollections()
  if (opened.isRemote && first !== undefined) {
    await opened.open(shapeOf(first.name, first.description))
    await opened.get(first.name, nobody)
  }
  await opened.look()
  return opened.trouble()
}

/** Closes the store of this process: what was acknowledged is on disk, and another process may open it. */
export async function closeStore(): Promise<void> {
  const opened = await driver
  driver = undefined
  await opened?.close()
}

/**
 * Reads what the store needs of the environment, and declares it for `twelvefold env`.
 *
 * @throws ConfigError with every fault
 */
export function readStoreSettings(env: NodeJS.ProcessEnv = process.env): Settings<ReturnType<typeof storeVariables>> {
  const settings = config('store', storeVariables(isAtDesk(env)), env)
  if (env.VCAP_SERVICES) refuseHalf(settings)
  return settings
}
