import type { CallContext } from './call-context.ts'
import { type CallDependencies, callOperation } from './call-operation.ts'
import { readCallSettings } from './client-settings.ts'
import type { Client, ClientOptions } from './client-types.ts'
import type { CallTypes, OperationDescriptor, ServiceDescriptor } from './descriptor.ts'
import { policiesOf } from './policies.ts'
import { serviceTokens } from './service-token.ts'
import type { RequestParts } from './write-parts.ts'

const tokens = serviceTokens()

/**
 * Makes functions of the operations of another service. Nothing is read or opened yet: the address
 * (`<SERVICE>_URL`) is read at the first call.
 *
 * @param descriptor from `#clients/<service>`
 * @param options.token whose token is sent: the service's own (the default), or the `caller`'s
 * @throws (each function) Problem `bad-gateway`, `service-unavailable` or `timeout` where the other service gives no
 *   answer of its contract; 4xx that the contract lists are values
 * @example
 * import { client, endpoint } from 'twelvefold'
 * import { catalog } from '#clients/catalog'
 * import { showProduct } from '#contracts/shop'
 *
 * const shop = client(catalog)
 *
 * export const handler = endpoint(showProduct, async (request) => {
 *   const answer = await shop.getProduct({ path: { productId: 'lmp-0042' } }, request)
 *   return answer.status === 200 ? answer.body : { name: 'sold out' }
 * })
 */
export function client<Operations extends Record<keyof Operations, CallTypes>>(
  descriptor: ServiceDescriptor<Operations>,
  options: ClientOptions = {},
): Client<Operations> {
  const { service } = descriptor
  let settings: ReturnType<typeof readCallSettings> | undefined
  return createClient(descriptor, options, {
    settings: () => (settings ??= readCallSettings(service)),
    policies: () => policiesOf(service),
    tokens,
    random: Math.random,
  })
}

/** The same with what it depends on handed in. */
export function createClient<Operations extends Record<keyof Operations, CallTypes>>(
  descriptor: ServiceDescriptor<Operations>,
  options: ClientOptions,
  dependencies: CallDependencies,
): Client<Operations> {
  for (const option of Object.keys(options))
    if (option !== 'token') throw new TypeError(`client has no option "${option}"; it knows token.`)
  const { service, operations } = descriptor
  const calls = Object.entries<OperationDescriptor>(operations).map(([id, operation]) => [
    id,
    (parts: RequestParts, context: CallContext) =>
      callOperation({ service, id, operation, token: options.token ?? 'service' }, parts, context, dependencies),
  ])
  return Object.fromEntries(calls) as Client<Operations>
}
