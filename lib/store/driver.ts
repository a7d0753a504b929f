/** A document as drivers give it back: they know its key and its version, and nothing of its content. */
export interface StoredDocument {
  key: string
  /** Starts at 1 and grows by 1 with each write. */
  version: number
  /** Seconds since 1970; from then on the document is not there any more. */
  expiresAt?: number
  /** The document itself, as JSON. */
  body: string
}

/** Whether a document is there still, by a clock in seconds since 1970. */
export const isAlive = ({ expiresAt }: StoredDocument, now: number): boolean =>
  expiresAt === undefined || expiresAt > now

/** A document as drivers are given it: with where it stands in the indexes. */
export interface PlacedDocument extends StoredDocument {
  /** Index name → where the document stands in it; an index that it has no values for is left out. */
  places: Record<string, Place>
}

/** A place in an index: documents of one partition, ordered by the bytes of `sort`, which no two documents share. */
export interface Place {
  partition: string
  sort: string
}

/** A part of an index. */
export interface Range {
  index: string
  partition: string
  /** Inclusive, by the bytes of `sort`. */
  from: string
  /** Exclusive. */
  to: string
  limit: number
  descending: boolean
}

/** What a driver has to know of a collection beforehand. */
export interface CollectionShape {
  name: string
  indexes: readonly string[]
  /** Where a document stands: asked for again when an older store is opened whose indexes were others. */
  placesOf: (body: string) => Record<string, Place>
}

/**
 * The store port: what every driver does. Writes are conditional and touch one document; `false` means that the
 * condition did not hold. A promise of a write is kept once it is durable.
 *
 * @throws a `service-unavailable` problem while the store cannot be reached or written
 */
export interface Driver {
  /** Makes a collection known; called once for each before it is used. */
  open: (shape: CollectionShape) => Promise<void>
  get: (collection: string, key: string) => Promise<StoredDocument | undefined>
  /** Writes a document that is not there, or has expired by `now`. */
  insert: (collection: string, document: PlacedDocument, now: number) => Promise<boolean>
  /** Writes over the given version, which has not expired by `now`. */
  replace: (collection: string, document: PlacedDocument, ifVersion: number, now: number) => Promise<boolean>
  /** Removes the given version, which has not expired by `now`. */
  remove: (collection: string, key: string, ifVersion: number, now: number) => Promise<boolean>
  /** The documents of a range in its order, and expired ones as long as they are not dropped. */
  query: (collection: string, range: Range) => Promise<StoredDocument[]>
  /** Every document of a collection, in no order, and expired ones perhaps: for moving data between drivers. */
  scan: (collection: string) => AsyncIterable<StoredDocument>
  /** Looks whether the store can be written, at most once a second; one over a network is looked after by its requests. */
  look: () => Promise<void>
  /** Why the store cannot be written at the moment; undefined while all is well. */
  trouble: () => string | undefined
  /** What it is, as OpenTelemetry names it: `db.system.name`. */
  readonly system: 'sqlite' | 'aws.dynamodb'
  /** Whether a document is read and written over a network. */
  readonly isRemote: boolean
  close: () => Promise<void>
}
