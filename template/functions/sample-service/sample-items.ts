import { randomUUID } from 'node:crypto'
import { collection, type Page, type, type Versioned } from 'twelvefold'

/** What the contract calls SampleItem. */
export interface SampleItem {
  sampleItemId: string
  name: string
  createdAt: string
}

export const sampleItems = collection('sample-items', {
  document: type<SampleItem>(),
  key: 'sampleItemId',
  indexes: { byName: ['name'] },
})

/** How much of a list, and from where. */
export interface Wanted {
  limit: number
  cursor?: string | undefined
}

export function find(id: string): Promise<Versioned<SampleItem> | undefined> {
  return sampleItems.get(id)
}

/** One page, ordered by name. */
export function findByName({ limit, cursor }: Wanted): Promise<Page<SampleItem>> {
  return sampleItems.query('byName', { limit, ...(cursor === undefined ? {} : { cursor }) })
}

/** Keeps a new one, which has an id and a time from then on. */
export function add({ name }: { name: string }): Promise<SampleItem> {
  const createdAt = new Date().toISOString()
  return sampleItems.insert({ sampleItemId: randomUUID(), name, createdAt })
}

/** Without what is only for the store. */
export function toAnswer(kept: SampleItem): SampleItem {
  const { sampleItemId, name, createdAt } = kept
  return { sampleItemId, name, createdAt }
}
