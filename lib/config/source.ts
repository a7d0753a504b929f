import { findBinding } from './bindings.ts'
import { ConfigError } from './config-error.ts'
import { isGiven } from './read-variables.ts'
import type { Variable } from './variable.ts'

/** The environment variables of a process. */
export type Environment = Record<string, string | undefined>

/** Where the text of a variable comes from. */
export type Source = 'environment' | 'binding' | 'file'

const fromFile = new WeakMap<Environment, Set<string>>()

/** Remembers which variables of an environment an env file has set, and not the real environment. */
export function markFromFile(env: Environment, names: readonly string[]): void {
  fromFile.set(env, new Set([...(fromFile.get(env) ?? []), ...names]))
}

/** The variables of an environment that an env file has set. */
export const listFromFile = (env: Environment): string[] => [...(fromFile.get(env) ?? [])]

/**
 * Finds the text of a variable: the real environment wins over a binding, and a binding over an env file.
 *
 * @returns undefined where nothing gives it, so that the default applies
 * @throws ConfigError where it is bound to a service that is not there and nothing else gives it, or to a key that the
 *   service does not have; an optional one is then not given
 */
export function locate(
  env: Environment,
  name: string,
  variable: Variable<unknown>,
): { text: string; from: Source } | undefined {
  const text = env[name]
  const given = isGiven(variable, text)
  const filed = fromFile.get(env)?.has(name) === true
  const own = given ? { text, from: filed ? ('file' as const) : ('environment' as const) } : undefined
  if (!variable.binding || !env.VCAP_SERVICES || own?.from === 'environment') return own

  const bound = findBinding(env.VCAP_SERVICES, variable.binding)
  if ('text' in bound) return { text: bound.text, from: 'binding' }
  const isOptional = !variable.required && variable.default === undefined
  if (bound.missing === 'key' ? isOptional : own || !variable.required) return own
  throw new ConfigError([{ variable: name, message: bound.message }])
}
