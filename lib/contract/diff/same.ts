import { isReference, lookUp, type OpenApiDocument } from '../document.ts'
import { annotations } from './annotations.ts'

/** What the keys of an object are: words of the specification, names that somebody chose, or part of a value. */
type Keys = 'words' | 'names' | 'data'

/**
 * Whether two parts of two documents mean the same: whatever their `$ref`s are called, and whatever is said about them.
 * What is recursive is the same until a difference is found.
 */
export function isSame(old: OpenApiDocument, before: unknown, fresh: OpenApiDocument, after: unknown): boolean {
  const assumed = new Map<unknown, Set<unknown>>()
  const compare = (left: unknown, right: unknown, keys: Keys): boolean => {
    const [one, other] = keys === 'words' ? [follow(old, left), follow(fresh, right)] : [left, right]
    if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
    const seen = assumed.get(one) ?? new Set()
    if (seen.has(other)) return true
    assumed.set(one, seen.add(other))
    if (Array.isArray(one) !== Array.isArray(other)) return false
    const all = new Set([...meaningful(one, keys), ...meaningful(other, keys)])
    return [...all].every((key) => {
      const [value, valueNow] = [own(one, key), own(other, key)]
      if (keys !== 'words' || Array.isArray(one)) return compare(value, valueNow, keys === 'names' ? 'words' : keys)
      if (key === '$ref' && isReference(one) && isReference(other))
        return compare(lookUp(old, one.$ref), lookUp(fresh, other.$ref), keys)
      if (isSet(key, value, valueNow)) return compare(sorted(value), sorted(valueNow), 'data')
      return compare(value, valueNow, keysBelow(key))
    })
  }
  return compare(before, after, 'words')
}

function follow(document: OpenApiDocument, node: unknown): unknown {
  let current = node
  for (let hops = 0; hops < 50 && isReference(current) && meaningful(current, 'words').length === 1; hops++)
    current = lookUp(document, current.$ref)
  return current
}

const own = (node: object, key: string): unknown => (Object.hasOwn(node, key) ? Reflect.get(node, key) : undefined)

const meaningful = (node: object, keys: Keys): string[] =>
  keys === 'words' && !Array.isArray(node)
    ? Object.keys(node).filter((key) => !annotations.has(key) && !key.startsWith('x-'))
    : Object.keys(node)

/** A property may be called `title`, and a value may have one, which both mean something. */
function keysBelow(key: string): Keys {
  if (/^(?:const|enum|default)$/.test(key)) return 'data'
  return /^(?:properties|patternProperties|dependentSchemas|dependentRequired|\$defs|mapping|scopes|headers|content|encoding|responses)$/.test(
    key,
  )
    ? 'names'
    : 'words'
}

/** Lists whose order says nothing. */
const isSet = (key: string, ...lists: unknown[]): boolean =>
  /^(?:required|enum|type)$/.test(key) && lists.every((list) => Array.isArray(list))

const sorted = (list: unknown): unknown => (list as unknown[]).map((item) => JSON.stringify(item)).sort()
