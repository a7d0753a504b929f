import { reservedNames } from '../contract/reserved-names.ts'
import { reservedWords } from '../contract/reserved-words.ts'
import type { ServiceNames } from './names.ts'

/** Types that the files of a service, and what is generated for it, name beside its own. */
const types = new Set(['caller', 'name', 'operation', 'page', 'problem', 'promise', 'versioned', 'wanted'])

/** The longest name: up to it no line of the template passes the width that formatters are told. */
const longest = 20

/**
 * What is wrong with the names of a new service, in a sentence; undefined where they can be used.
 *
 * @param chosen whether the name of an item was chosen, and not made of the service's
 */
export function findNameFault({ service, item, items }: ServiceNames, chosen = false): string | undefined {
  const wrong = [service, ...(chosen ? [item] : [])].find((name) => !isName(name))
  if (wrong !== undefined) {
    return (
      `${wrong === '' ? 'An empty name' : wrong} cannot be a name: use 2 to ${longest} lower-case letters, digits and ` +
      `hyphens between them, a letter first and after each hyphen, as in gift-cards.`
    )
  }
  if (reservedNames.includes(service)) return `${service} is taken: every deployment has a /${service} of the kit's.`
  const word = [service, item, items].find((name) => reservedWords.has(name))
  if (word !== undefined) return `${word} is a word of JavaScript. Choose another name.`
  if (types.has(item)) return `One of ${service} would be a ${item}, which means something else there: use --item.`
  return undefined
}

const isName = (name: string): boolean =>
  /^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/.test(name) && name.length >= 2 && name.length <= longest
