import type { Exception } from '@opentelemetry/api'
import { redactFields } from '../redact.ts'
import { maskSecretValues } from '../secret-values.ts'

/**
 * An error as a span tells of it: without what a log line would not show.
 *
 * @param belongsTo whose contract may mark names as sensitive
 */
export function toException(error: unknown, belongsTo: { service?: string; operation?: string } = {}): Exception {
  if (!(error instanceof Error)) return { name: 'Error', message: 'Something that is not an error was thrown' }
  const { name, message, stack = '' } = error
  // Whoever throws may have put anything there.
  const shown = redactFields({ message: String(message), stack: String(stack) }, belongsTo)
  return { name: String(name), message: maskSecretValues(shown.message), stack: maskSecretValues(shown.stack) }
}

/** What kind of error it is, in one word: a system's code, else its class. */
export function errorTypeOf(error: unknown): string {
  if (!(error instanceof Error)) return '_OTHER'
  const code: unknown = Reflect.get(error, 'code')
  return typeof code === 'string' && /^[\w.-]{1,64}$/.test(code) ? code : String(error.name)
}
