import { problem } from '../problem/problem.ts'
import { type Versioned, versionKey } from './collection-types.ts'
import type { CollectionShape, Place, PlacedDocument } from './driver.ts'
import { encodeSortKey, type Indexable } from './sort-key.ts'

/** A collection as it was declared, without its types. */
export interface Description {
  key: string
  /** Index name → its fields: the partition and what orders, or one field that orders everything. */
  indexes: Record<string, readonly string[]>
  ttl?: string
}

/** Bytes. DynamoDB's bounds are 2,048 for a partition and 1,024 for a sort key; every driver keeps to the smaller. */
const longestPlace = 1_000

/** The partition of an index of one field: the whole collection stands in it. */
export const wholeCollection = '*'

/** A document as drivers keep it. */
export function toStored(description: Description, document: object, version: number): PlacedDocument {
  const key = Reflect.get(document, description.key)
  if (typeof key !== 'string' || key === '')
    throw new TypeError(`a document needs its key, a text, as ${description.key}`)
  const expiresAt = description.ttl === undefined ? undefined : Reflect.get(document, description.ttl)
  return {
    key,
    version,
    // What ends in an infinite time never does.
    ...(Number.isFinite(expiresAt) ? { expiresAt } : {}),
    body: JSON.stringify(document),
    places: placesOf(description, key, document),
  }
}

function placesOf(description: Description, key: string, document: object): Record<string, Place> {
  const places: Record<string, Place> = {}
  for (const [name, fields] of Object.entries(description.indexes)) {
    const place = placeIn(fields, key, document)
    if (place === undefined) continue
    if (Buffer.byteLength(place.sort) > longestPlace || Buffer.byteLength(place.partition) > longestPlace) {
      throw problem('unprocessable-content', `${fields.join(', ')} is too long to be found by.`)
    }
    places[name] = place
  }
  return places
}

/** Where a document stands in the index of these fields; undefined where it is not in it. */
function placeIn(fields: readonly string[], key: string, document: object): Place | undefined {
  const values = fields.map((field) => Reflect.get(document, field))
  // As in a sparse index: what lacks a value is not in it.
  if (!values.every(isIndexable)) return undefined
  const [partition, order] =
    fields.length === 1 ? [wholeCollection, values] : [encodeSortKey([values[0] ?? '']), values.slice(1)]
  return { partition, sort: encodeSortKey([...order, key]) }
}

/** The sort key of a document that an index has given. */
export function sortOf({ key: keyField, indexes }: Description, index: string, document: object): string {
  const place = placeIn(indexes[index] ?? [], String(Reflect.get(document, keyField)), document)
  if (place === undefined) throw new TypeError(`a document of the index ${index} has no place in it`)
  return place.sort
}

const isIndexable = (value: unknown): value is Indexable =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && !Number.isNaN(value))

/** What a driver is told of a collection before it is used. */
export function shapeOf(name: string, description: Description): CollectionShape {
  return {
    name,
    indexes: Object.keys(description.indexes),
    placesOf: (body) => {
      const document = JSON.parse(body) as object
      return placesOf(description, String(Reflect.get(document, description.key)), document)
    },
  }
}

/** A document with its version beside it, where JSON does not show it. */
export function withVersion<Document extends object>(document: Document, version: number): Versioned<Document> {
  Object.defineProperty(document, versionKey, { value: version })
  return document as Versioned<Document>
}
