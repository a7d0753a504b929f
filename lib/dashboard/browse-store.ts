import { randomBytes } from 'node:crypto'
import { runWithin } from '../observe/current-trace.ts'
import { redactValue } from '../observe/redact.ts'
import { markedFor } from '../observe/sensitive-names.ts'
import { problem } from '../problem/problem.ts'
import { createCollection } from '../store/collection.ts'
import { type Versioned, versionOf } from '../store/collection-types.ts'
import { createCursors } from '../store/cursor.ts'
import { type Description, shapeOf } from '../store/document.ts'
import type { Driver } from '../store/driver.ts'
import type { Indexable } from '../store/sort-key.ts'
import { type Declaration, listCollections, processStore } from '../store/store.ts'
import { hideStored } from './hide-stored.ts'
import { ownTrace } from './recorder.ts'

export interface StoredPage {
  documents: { key: string; version: number; expiresAt?: number; document: unknown }[]
  /** Hand it back for what follows. */
  next?: string
}

export interface StoreQuery {
  /** An index, or the order in which the store has them. */
  index: string | undefined
  /** Of the index's first field, where it has several. */
  value: string | undefined
  cursor: string | undefined
}

const pageSize = 25
/** Without an index what stands before a page is read again: so far, and no further. */
const farthest = 2_000

const cursors = createCursors(randomBytes(16).toString('hex'))

/** What may be looked at: only what services have declared, and only to read. */
export const describeCollections = (): { name: string; key: string; indexes: Description['indexes']; ttl?: string }[] =>
  listCollections()
    .map(({ name, description }) => ({ name, ...description }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))

/**
 * A page of a collection, without secrets.
 *
 * @param ownersOf says whose collection it is: their contracts say what is `x-sensitive`
 * @throws `not-found` where there is no such collection or index
 */
export function readStore(
  name: string,
  query: StoreQuery,
  ownersOf: (collection: string) => readonly string[],
): Promise<StoredPage> {
  const declaration = listCollections().find((collection) => collection.name === name)
  if (declaration === undefined) throw problem('not-found', `There is no collection ${name}.`)
  const names = new Set(ownersOf(name).flatMap((service) => [...markedFor(service, undefined)]))
  // What the dashboard reads for itself is nobody's access.
  return runWithin(ownTrace, async () => {
    const page =
      query.index === undefined ? await scan(declaration, query) : await readIndex(declaration, query, query.index)
    const documents = page.documents.map(({ document, ...about }) => ({
      ...about,
      document: hideStored(document, names),
    }))
    const key = (shown: unknown): string => String(Reflect.get(Object(shown), declaration.description.key))
    return {
      ...page,
      documents: documents.map((entry) => ({ ...entry, key: String(redactValue(key(entry.document), names)) })),
    }
  })
}

type Found = Omit<StoredPage['documents'][number], 'key'>
type FoundPage = Omit<StoredPage, 'documents'> & { documents: Found[] }

/** In the order of the store: for collections without an index, and where one wants to see everything. */
async function scan({ name, description }: Declaration, { cursor }: StoreQuery): Promise<FoundPage> {
  const driver = await openFor(name, description)
  const from = Math.min(Math.max(0, Number(cursor) || 0), farthest)
  const documents: Found[] = []
  let at = 0
  for await (const { version, expiresAt, body } of driver.scan(name)) {
    if (at++ < from) continue
    if (documents.length === pageSize) {
      const next = from + pageSize
      return { documents, ...(next < farthest ? { next: String(next) } : {}) }
    }
    documents.push({ version, ...(expiresAt === undefined ? {} : { expiresAt }), document: JSON.parse(body) })
  }
  return { documents }
}

async function openFor(name: string, description: Description): Promise<Driver> {
  const driver = await processStore()
  await driver.open(shapeOf(name, description))
  return driver
}

async function readIndex(declaration: Declaration, query: StoreQuery, index: string): Promise<FoundPage> {
  const { name, description } = declaration
  const fields = description.indexes[index]
  if (fields === undefined) throw problem('not-found', `${name} has no index ${index}.`)
  const context = { driver: processStore, cursors: () => cursors, now: () => Date.now() / 1000 }
  const collection = createCollection<Record<string, Indexable>, Record<string, readonly string[]>>(
    name,
    description,
    context,
  )
  const [partition = ''] = fields
  const ask = (equals: Record<string, Indexable>) =>
    collection.query(index, {
      equals,
      limit: pageSize,
      ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
    })
  if (fields.length > 1 && query.value === undefined) throw problem('bad-request', `${index} is asked by ${partition}.`)
  const { value } = query
  const { items, cursor } = await ask(
    fields.length === 1 || value === undefined ? {} : { [partition]: toIndexable(value) },
  )
  const documents = items.map((item) => ({ version: versionOf(item), ...expiry(item, description), document: item }))
  return { documents, ...(cursor === undefined ? {} : { next: cursor }) }
}

/** `"7"` is a text, 7 is a number, true is true, and everything else is the text that it is. */
function toIndexable(value: string): Indexable {
  if (/^(?:true|false|-?\d+(?:\.\d+)?|".*")$/.test(value)) return JSON.parse(value) as Indexable
  return value
}

function expiry(document: Versioned<object>, { ttl }: Description): { expiresAt?: number } {
  const expiresAt = ttl === undefined ? undefined : Reflect.get(document, ttl)
  return typeof expiresAt === 'number' ? { expiresAt } : {}
}
