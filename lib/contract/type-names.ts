import type { OpenApiDocument } from './document.ts'
import { reservedWords } from './reserved-words.ts'

/** Types that TypeScript has without declaring them. */
const builtIn = 'any bigint boolean never number object string symbol undefined unknown'.split(' ')

/**
 * What the named schemas of a document are called in TypeScript: identifiers, no two alike. Underscores make them so.
 *
 * @param suffix of names that are declared beside those without one
 * @returns name in the contract → name of the type
 */
export function typeNames(document: OpenApiDocument, suffix = ''): Map<string, string> {
  const taken = new Set<string>([...reservedWords, ...builtIn])
  const schemas = Object.keys(document.components?.schemas ?? {})
  // What is an identifier already keeps its name, whatever stands before it.
  const ordered = [...schemas.filter(isIdentifier), ...schemas.filter((name) => !isIdentifier(name))]
  const plain = claim(
    taken,
    ordered.map((name): [string, string] => [name, toIdentifier(name)]),
  )
  return suffix === ''
    ? plain
    : claim(
        taken,
        [...plain].map(([name, type]): [string, string] => [name, type + suffix]),
      )
}

const isIdentifier = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name)

const toIdentifier = (name: string): string => name.replace(/[^\w$]/g, '_').replace(/^(?=\d)/, '_')

function claim(taken: Set<string>, wanted: readonly [string, string][]): Map<string, string> {
  return new Map(
    wanted.map(([name, type]) => {
      let free = type
      while (taken.has(free)) free = `${free}_`
      taken.add(free)
      return [name, free]
    }),
  )
}
