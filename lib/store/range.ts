import type { Query } from './collection-types.ts'
import { type Description, sortOf, wholeCollection } from './document.ts'
import type { Driver, Range, StoredDocument } from './driver.ts'
import { encodeSortKey, endOfPrefix, endOfValues, type Indexable } from './sort-key.ts'

const defaultLimit = 20
const mostDocuments = 1_000

/** The part of an index that a query asks for. */
export function toRange(description: Description, index: string, query: Query<object, readonly string[]>): Range {
  const fields = description.indexes[index]
  if (fields === undefined) throw new TypeError(`there is no index ${index}`)
  const limit = query.limit ?? defaultLimit
  if (!Number.isInteger(limit) || limit < 1 || limit > mostDocuments)
    throw new RangeError(`limit is 1 to ${mostDocuments}`)

  const values = equalValues(fields, (query.equals ?? {}) as Record<string, Indexable | undefined>)
  if (fields.length > 1 && values.length === 0) throw new TypeError(`the index ${index} is asked by ${fields[0]}`)
  const [partition, fixed] =
    fields.length === 1 ? [wholeCollection, values] : [encodeSortKey(values.slice(0, 1)), values.slice(1)]
  const base = encodeSortKey(fixed)
  const { from, to, prefix } = query
  // A text's beginning is its encoding without the '!' that ends it.
  const begun = prefix === undefined ? base : base + encodeSortKey([prefix]).slice(0, -1)
  const end = prefix === undefined ? endOfValues(base) : endOfPrefix(begun)
  return {
    index,
    partition,
    from: from === undefined ? begun : base + encodeSortKey([from]),
    to: to === undefined ? end : base + encodeSortKey([to]),
    limit,
    descending: query.descending ?? false,
  }
}

/** The values of the first fields, in the order of the index; a gap between them could not be asked for. */
function equalValues(fields: readonly string[], equals: Record<string, Indexable | undefined>): Indexable[] {
  const values: Indexable[] = []
  for (const field of fields) {
    const value = equals[field]
    if (value === undefined) break
    values.push(value)
  }
  const unused = Object.keys(equals).filter(
    (field) => equals[field] !== undefined && !fields.slice(0, values.length).includes(field),
  )
  if (unused.length > 0) throw new TypeError(`${unused.join(', ')} cannot be asked for without the fields before`)
  return values
}

/** The rest of a range after the place where a page ended. */
export function continueAfter(range: Range, sort: string): Range {
  // No text is between `sort` and `sort` with the lowest character appended.
  return range.descending ? { ...range, to: sort } : { ...range, from: `${sort}!` }
}

/** A page of a range: expired documents are passed over, and one more than asked for tells whether there is more. */
export async function readPage(
  driver: Driver,
  collection: string,
  description: Description,
  range: Range,
  isAlive: (stored: StoredDocument) => boolean,
): Promise<{ found: StoredDocument[]; more: boolean }> {
  const found: StoredDocument[] = []
  let rest = { ...range, limit: range.limit + 1 }
  while (found.length <= range.limit) {
    const read = await driver.query(collection, rest)
    for (const stored of read) if (isAlive(stored)) found.push(stored)
    const last = read.at(-1)
    if (found.length > range.limit || read.length < rest.limit || last === undefined) break
    rest = { ...continueAfter(rest, sortOf(description, range.index, JSON.parse(last.body))), limit: range.limit + 1 }
  }
  const more = found.length > range.limit
  if (more) found.length = range.limit
  return { found, more }
}
