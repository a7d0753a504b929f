import type { Indexable } from './sort-key.ts'

/** Names of the properties of a document that an index can order by. */
export type IndexableKey<Document> = {
  [Key in keyof Document & string]: NonNullable<Document[Key]> extends Indexable ? Key : never
}[keyof Document & string]

/** The fields of an index: the first is the partition that a query names, the others order it. */
export type IndexFields<Document> = readonly [IndexableKey<Document>, ...IndexableKey<Document>[]]

export interface CollectionOptions<Document, Indexes extends Record<string, IndexFields<Document>>> {
  /** Carries the type of the documents: `type<Product>()`. */
  document: DocumentType<Document>
  /** The property that names a document. */
  key: { [Key in keyof Document & string]: Document[Key] extends string ? Key : never }[keyof Document & string]
  indexes?: Indexes
  /** The property that says when a document ends, in seconds since 1970. */
  ttl?: { [Key in keyof Document & string]: NonNullable<Document[Key]> extends number ? Key : never }[keyof Document &
    string]
}

declare const documentType: unique symbol
export interface DocumentType<Document> {
  readonly [documentType]?: Document
}

/** Says the type of a collection's documents, which TypeScript could not infer beside the names of its indexes. */
export const type = <Document>(): DocumentType<Document> => ({})

export const versionKey: unique symbol = Symbol('version')

/** A document as it was read. Its version does not show in JSON; {@link versionOf} tells it. */
export type Versioned<Document> = Document & { readonly [versionKey]: number }

/** The version of a document that was read: 1 after its insertion, one more with each write. */
export const versionOf = (document: Versioned<object>): number => document[versionKey]

export interface Query<Document, Fields extends readonly string[]> {
  /** Values of the first fields of the index, without a gap. An index of several fields needs its first. */
  equals?: { [Field in Fields[number] & keyof Document]?: Document[Field] | undefined } | undefined
  /** Bounds of the field that follows: `from` inclusive, `to` exclusive. */
  from?: Indexable | undefined
  to?: Indexable | undefined
  /** Only documents whose following field, a text, begins so. */
  prefix?: string | undefined
  /** 1 to 1,000; 20 unless said. */
  limit?: number | undefined
  /** Where the page before this one ended. */
  cursor?: string | undefined
  descending?: boolean | undefined
}

export interface Page<Document> {
  items: Versioned<Document>[]
  /** There is more: hand it to the same query. */
  cursor?: string
}

export interface Collection<Document, Indexes extends Record<string, readonly string[]>> {
  readonly name: string
  get: (key: string) => Promise<Versioned<Document> | undefined>
  /** @throws `conflict` where a document of this key is present */
  insert: (document: Document) => Promise<Versioned<Document>>
  /** @throws `precondition-failed` where the version is another, or the document is gone */
  replace: (document: Document, options: { ifVersion: number }) => Promise<Versioned<Document>>
  /**
   * Reads, changes and writes, again where somebody else was faster. `change` must not touch what it is given; it
   * returns the new document, or undefined to leave it.
   *
   * @returns what is stored now; undefined where there is no such document
   */
  update: (
    key: string,
    change: (document: Document) => Document | undefined,
  ) => Promise<Versioned<Document> | undefined>
  /** @returns whether there was one. With `ifVersion`: `precondition-failed` where the version is another */
  remove: (key: string, options?: { ifVersion: number }) => Promise<boolean>
  query: <Index extends keyof Indexes & string>(
    index: Index,
    query?: Query<Document, Indexes[Index]>,
  ) => Promise<Page<Document>>
}
