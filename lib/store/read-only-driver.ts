import { problem } from '../problem/problem.ts'
import type { Driver } from './driver.ts'

/**
 * The same driver, which refuses to write: for whoever only wants to look.
 *
 * @returns a driver whose `insert`, `replace` and `remove` throw a `forbidden` problem
 * @example
 * wrapStore(readOnly)
 */
export function readOnly(driver: Driver): Driver {
  const refuse = async (collection: string): Promise<never> => {
    throw problem('forbidden', `Nothing is written here: the store is read-only, and with it ${collection}.`)
  }
  return { ...driver, insert: refuse, replace: refuse, remove: refuse }
}
