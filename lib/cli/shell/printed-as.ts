import { inspect } from 'node:util'

/**
 * Says how an object is printed in a shell, for people.
 *
 * @returns the object itself
 */
export function printedAs<Shown extends object>(object: Shown, print: () => string): Shown {
  return Object.defineProperty(object, inspect.custom, { value: print })
}
