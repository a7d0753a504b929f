import type { CallContext } from './call-context.ts'
import type { CallTypes } from './descriptor.ts'

/** The answers of an operation: one for each status below 500 that the contract lists. */
export type Answer<Responses extends { [status: number]: unknown }> = {
  [Status in keyof Responses & number]: {
    readonly status: Status
    readonly body: Responses[Status]
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string>>
  }
}[keyof Responses & number]

/** The operations of another service as functions. Each throws a problem where there is no answer of the contract. */
export type Client<Operations extends Record<keyof Operations, CallTypes>> = {
  readonly [Id in keyof Operations]: (
    request: Operations[Id]['request'],
    call: CallContext,
  ) => Promise<Answer<Operations[Id]['responses']>>
}

export interface ClientOptions {
  /**
   * Whose token is sent where an operation needs one: `service` is this process's own, by client credentials (the
   * default); `caller` is the one that the request being answered came with.
   */
  token?: 'service' | 'caller'
}
