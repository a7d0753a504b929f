import type { Answer as CallAnswer } from '../client/client-types.ts'
import type { CallTypes, ServiceDescriptor } from '../client/descriptor.ts'
import type { Answer } from './answer.ts'
import type { ClientCredentials } from './tokens.ts'

export { expect } from './expect.ts'

export interface JourneyOptions {
  /** The services that it calls: where one of them is not asked for, the journey is skipped. */
  services: readonly string[]
  /** It changes data, so it runs with `--write` only. It has to clean up: see {@link JourneyContext.cleanUp}. */
  writes?: boolean
}

export interface SmokeCallOptions {
  /** Further headers, such as `if-none-match`; `authorization` replaces the token. */
  headers?: Readonly<Record<string, string>>
  /** What is sent by POST or the like, and changes nothing, is allowed without `writes`. */
  changesNothing?: boolean
}

/** The operations of a service as functions. Each answer is compared with the contract before it is given back. */
export type SmokeClient<Operations extends Record<keyof Operations, CallTypes>> = {
  readonly [Id in keyof Operations]: (
    request: Operations[Id]['request'],
    options?: SmokeCallOptions,
  ) => Promise<CallAnswer<Operations[Id]['responses']>>
}

export interface JourneyContext {
  /**
   * A client of a service, typed by its contract. An operation that needs a token gets one with the scopes of the
   * contract. What the contract does not list, and 5xx, is a failure.
   *
   * @param descriptor from `#clients/<service>`
   */
  use: <Operations extends Record<keyof Operations, CallTypes>>(
    descriptor: ServiceDescriptor<Operations>,
  ) => SmokeClient<Operations>
  /** A step with a name of its own in the report. Where it fails, the journey ends. */
  step: <Value>(name: string, run: () => Promise<Value> | Value) => Promise<Value>
  /**
   * What puts things back. It runs at the end, also when a step has failed or somebody has pressed Ctrl+C; the latest
   * first. Ask for it before the request whose traces it removes: that one's answer may get lost.
   */
  cleanUp: (name: string, run: () => Promise<void>) => void
  /** A GET of what no contract has: an address from the root of the deployment, or a whole one. */
  get: (target: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>
  /** The access token of the client for these scopes, separated by spaces. Skips the step where there is no client. */
  token: (scopes: string) => Promise<string>
  /** The client that smoke was told of. Skips the step where there is none. */
  credentials: () => ClientCredentials
  /** Ends the journey without a failure: what it needs is not there. */
  skip: (reason: string) => never
}

/** An end-to-end path through services. */
export interface Journey extends Required<JourneyOptions> {
  name: string
  run: (context: JourneyContext) => Promise<void>
}

const made = new WeakSet<object>()

/**
 * Defines a journey: exported by a file of `journeys/`, it is run by `twelvefold smoke` against any deployment. It knows
 * nothing but what the contracts say.
 *
 * @param name what is achieved, as a sentence: it stands in reports, and `--only` finds it
 * @example
 * import { expect, journey } from 'twelvefold/smoke'
 * import { hello } from '#clients/hello'
 *
 * export const greeting = journey('somebody is greeted', { services: ['hello'] }, async ({ use, step }) => {
 *   await step('greets Ada', async () => {
 *     const { body } = expect(await use(hello).greet({ path: { name: 'Ada' } }), 200)
 *     assert.equal(body.message, 'Hello Ada')
 *   })
 * })
 */
export function journey(name: string, options: JourneyOptions, run: Journey['run']): Journey {
  const defined = { writes: false, ...options, name, run }
  made.add(defined)
  return defined
}

export const isJourney = (value: unknown): value is Journey =>
  typeof value === 'object' && value !== null && made.has(value)
