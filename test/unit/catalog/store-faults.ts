import type { Driver, PlacedDocument } from '../../../lib/store/driver.ts'
import { processStore } from '../../../lib/store/store.ts'

/** What happens in place of a write: it may call the write itself, wait, or fail. */
export type Fault = (
  write: () => Promise<boolean>,
  about: { kind: 'insert' | 'replace' | 'remove'; collection: string },
) => Promise<boolean>

/** Lets every write of this process's store go through `fault`, until the returned function is called. */
export async function withFault(fault: Fault): Promise<() => void> {
  const driver: Driver = await processStore()
  const { insert, replace, remove } = driver
  driver.insert = (collection, document: PlacedDocument, now) =>
    fault(() => insert(collection, document, now), { kind: 'insert', collection })
  driver.replace = (collection, document: PlacedDocument, ifVersion, now) =>
    fault(() => replace(collection, document, ifVersion, now), { kind: 'replace', collection })
  driver.remove = (collection, key, ifVersion, now) =>
    fault(() => remove(collection, key, ifVersion, now), { kind: 'remove', collection })
  return () => Object.assign(driver, { insert, replace, remove })
}

/** A process that ends: `writes` are done, the next one is done or not, and nobody hears of it or of any other. */
export function crashAfter(writes: number, lastIsDone: boolean): Fault {
  let left = writes
  return async (write) => {
    left--
    if (left >= 0) return write()
    if (left === -1 && lastIsDone) await write()
    throw new Error('crashed')
  }
}
