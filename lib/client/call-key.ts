import { createHash, randomUUID } from 'node:crypto'
import type { CallContext } from './call-context.ts'
import type { OperationDescriptor } from './descriptor.ts'
import type { WrittenRequest } from './write-parts.ts'

/** How often each call was made of one context: two that are alike are two calls, and not a repeat. */
const made = new WeakMap<CallContext, Map<string, number>>()

/**
 * The idempotency key of a call whose operation takes one and whose author has given none.
 *
 * It is made from the key of the request that the call belongs to and from all that the call says, so that whoever
 * repeats the request repeats its calls, in whichever order they come: the same call has the same key, any other call
 * another one. Of calls that are quite alike the first has the first key, the second the second.
 *
 * Where the context has no key a repeat cannot be known. A key that the contract requires is then a random one, which
 * makes at least the attempts of this one call the same.
 *
 * @returns undefined where none is to be sent
 */
export function callKeyOf(
  context: CallContext,
  called: { service: string; id: string; operation: Pick<OperationDescriptor, 'idempotencyKey'> },
  { target, headers, body }: WrittenRequest,
): string | undefined {
  const { service, id, operation } = called
  if (operation.idempotencyKey === undefined) return undefined
  const { idempotencyScope: scope } = context
  if (scope === undefined) return operation.idempotencyKey === 'required' ? randomUUID() : undefined
  const said = JSON.stringify([scope, service, id, target, headers])
  const key = createHash('sha256')
    .update(`${said}\n`)
    .update(body ?? '')
    .digest('base64url')
  const counts = made.get(context) ?? new Map<string, number>()
  made.set(context, counts)
  const before = counts.get(key) ?? 0
  counts.set(key, before + 1)
  return before === 0 ? key : `${key}.${before + 1}`
}
