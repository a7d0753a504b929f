import { createHash } from 'node:crypto'
import type { FunctionSpec } from '../../build/functions.ts'

/** As many characters as Lambda takes. */
const longest = 64

/**
 * What functions are called in an account where serverless would call them otherwise. Those of a stack of some services
 * begin with its name, so that no other stack has a function of the same. A name that is too long is cut, and told from
 * others by a hash of all of it.
 *
 * @param stack the name of the stack
 * @param services those of a stack that has not all of them
 * @returns the function's name in `serverless.yml` → its name in the account
 */
export function nameFunctions(
  functions: readonly FunctionSpec[],
  stack: string,
  services: readonly string[] | undefined,
): Map<string, string> {
  const [only, ...others] = services ?? []
  const prefix = others.length === 0 && only !== undefined ? `${only}-` : ''
  const named = functions.map(({ name }): [string, string] => {
    return [name, `${stack}-${name.startsWith(prefix) ? name.slice(prefix.length) : name}`]
  })
  return new Map(
    named
      .filter(([, whole]) => services !== undefined || whole.length > longest)
      .map(([name, whole]) => [name, cut(whole)]),
  )
}

function cut(name: string): string {
  if (name.length <= longest) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${name.slice(0, longest - hash.length - 1)}-${hash}`
}
