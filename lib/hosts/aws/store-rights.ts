import type { FunctionSpec } from '../../build/functions.ts'
import type { Declaration } from '../../store/store.ts'
import type { BundledCode } from './bundled-code.ts'

/** The collections that a function may read, and those that it may store into and remove from; by their names, sorted. */
export interface StoreRights {
  reads: string[]
  stores: string[]
  removes: string[]
}

/** What the collections of one service are to its functions. */
export interface ServiceCollections {
  own: readonly Declaration[]
  /** Those that the kit keeps for it: whoever uses one, changes it. */
  kits: readonly Declaration[]
}

/**
 * What a function may do with the collections of its service. It has those whose names its bundle has in quotes; one
 * whose name no bundle of its service has is put together somewhere, and then each of them has it.
 *
 * @param codes of all functions of its service; without its own it may do everything
 */
export function findStoreRights(
  { name, keepsData }: FunctionSpec,
  { own, kits }: ServiceCollections,
  codes: ReadonlyMap<string, BundledCode>,
): StoreRights {
  if (!keepsData) return { reads: [], stores: [], removes: [] }
  const code = codes.get(name)
  const has = (collection: string): boolean => {
    const quoted = ['"', "'", '`'].map((quote) => `${quote}${collection}${quote}`)
    const isIn = ({ text }: BundledCode): boolean => quoted.some((name) => text.includes(name))
    return code === undefined || isIn(code) || ![...codes.values()].some(isIn)
  }
  const names = (declared: readonly Declaration[]): string[] =>
    declared.map((declaration) => declaration.name).filter(has)
  const [mine, kept] = [names(own), names(kits)]
  const changed = (does: boolean | undefined): string[] => (does === false ? kept : [...mine, ...kept]).toSorted()
  return { reads: [...mine, ...kept].sort(), stores: changed(code?.stores), removes: changed(code?.removes) }
}
