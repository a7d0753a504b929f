import type { StoredDocument } from '../driver.ts'

/** A change that is in memory, and not known to be on disk yet. */
export interface Unacknowledged {
  collection: string
  key: string
  /** What the change was made to; undefined where there was no document. */
  before: StoredDocument | undefined
}

/** Changes in the order in which they were made, which is that of their acknowledgement. */
export type UnacknowledgedChanges = Set<Unacknowledged>

/** What is on disk of the documents of a collection that have been changed since: a key, and what it was then. */
export function acknowledgedBefore(
  changes: UnacknowledgedChanges,
  collection: string,
): Map<string, StoredDocument | undefined> {
  const documents = new Map<string, StoredDocument | undefined>()
  for (const change of changes) {
    // Only the oldest change of a document was made to what had been acknowledged.
    if (change.collection === collection && !documents.has(change.key)) documents.set(change.key, change.before)
  }
  return documents
}
