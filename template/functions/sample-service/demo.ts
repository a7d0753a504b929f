import { Problem } from 'twelvefold'
import { sampleItems } from './sample-items.ts'

/** The contract's examples: what it shows can be asked for at a desk. */
const demo = [
  {
    sampleItemId: '0f9a4c7b-5c1f-4f0e-9d8e-3a1f0b5c2101',
    name: 'The first',
    createdAt: '2026-01-01T08:00:00.000Z',
  },
  {
    sampleItemId: '0f9a4c7b-5c1f-4f0e-9d8e-3a1f0b5c2102',
    name: 'The second',
    createdAt: '2026-01-01T09:00:00.000Z',
  },
  {
    sampleItemId: '0f9a4c7b-5c1f-4f0e-9d8e-3a1f0b5c2103',
    name: 'The third',
    createdAt: '2026-01-01T10:00:00.000Z',
  },
]

/** Adds the demo data that is not there yet, and says how many those were. */
export async function seed(): Promise<number> {
  const added = await Promise.all(demo.map(addIfMissing))
  return added.filter(Boolean).length
}

async function addIfMissing(document: (typeof demo)[number]): Promise<boolean> {
  try {
    await sampleItems.insert(document)
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === 'conflict') return false
    throw error
  }
}
