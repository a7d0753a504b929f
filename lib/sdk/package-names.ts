import { clientName } from '../contract/client-module.ts'

/** What a package calls the things of one service. */
export interface PackageNames {
  /** The function that makes a client: `createGiftCards`. */
  create: string
  /** The variable that examples keep it in: `giftCards`. */
  variable: string
  /** The type of a client: `GiftCardsClient`. */
  client: string
  /** What the operations are sent and answer: `GiftCardsOperations`. */
  operations: string
}

export function packageNames(service: string): PackageNames {
  const variable = clientName(service)
  const pascal = `${variable.charAt(0).toUpperCase()}${variable.slice(1)}`
  return { create: `create${pascal}`, variable, client: `${pascal}Client`, operations: `${pascal}Operations` }
}
