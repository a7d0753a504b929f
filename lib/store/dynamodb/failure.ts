import { problem } from '../../problem/problem.ts'
import { tooLarge } from './items.ts'

/** What a failed request means: the error to throw, and what is the matter with the store, if it is the store. */
export interface Failure {
  error: unknown
  trouble?: string
}

/**
 * Tells what the store itself refuses from what it cannot do at the moment; the SDK has tried again already. What a
 * client sees of the latter is a 503; the reason is its cause, and is logged.
 */
export function toFailure(error: unknown, table: string, region: string): Failure {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (name === 'ValidationException' && /item size/i.test(message)) return { error: tooLarge() }
  // Our own mistakes: trying again would not help.
  if (name === 'ValidationException' || name === 'SerializationException') return { error }
  const trouble =
    name === 'ResourceNotFoundException'
      ? `There is no table ${table} in ${region}. "twelvefold store create" makes it.`
      : `DynamoDB in ${region} cannot be used: ${[name, codeOf(error), message].filter(Boolean).join(', ')}`
  const options = { headers: { 'retry-after': '5' }, cause: new Error(trouble, { cause: error }) }
  return { error: problem('service-unavailable', 'The store is not available.', options), trouble }
}

/** Node says `ECONNREFUSED` here, and often nothing in the message. */
function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : undefined
}
